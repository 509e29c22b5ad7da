"""What the demonstration says when it is built: what was made, where, how to sign in, how long it took."""

from __future__ import annotations

from collections.abc import Iterator

from frith.demo.run import Built
from frith.vocabulary import numbers

FINDINGS_TOLD = 5


def lines(built: Built, port: int) -> Iterator[str]:
    """Return the summary line by line."""
    yield from _evidence(built)
    yield from _assessment(built)
    yield from _partnership(built, port)
    yield ""
    yield "Seconds: " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in built.seconds.items()) + "."


def _evidence(built: Built) -> Iterator[str]:
    if built.choice.folder is None:
        yield f"Evidence: an invented borough, because {built.choice.why}."
        yield "  Nothing in it is real, and every page says so."
    else:
        yield f"Evidence: {built.folder}, {built.choice.why}."
    rows = numbers.count(sum(dataset.kept for dataset in built.datasets))
    rejected = numbers.count(sum(dataset.rejected for dataset in built.datasets))
    yield f"  {len(built.datasets)} datasets, {rows} rows kept, {rejected} rejected. See: frith evidence list"


def _assessment(built: Built) -> Iterator[str]:
    made = built.assessment
    yield ""
    yield (
        f"Strategic assessment of {made.area.name}, {made.period.words}: {len(made.findings)} findings, "
        f"{len(made.figures)} figures."
    )
    for finding in made.findings[:FINDINGS_TOLD]:
        yield f"  - {finding.text}"
    yield from (f"  {path}" for path in built.files if path.parent == built.out)


def _partnership(built: Built, port: int) -> Iterator[str]:
    working = built.working
    yield ""
    yield f"An invented partnership's records {'were loaded' if working.fresh else 'were there already'}. Its paper:"
    yield from (f"  {path}" for path in working.paper)
    yield f"Refused, as it should be: {working.tried}."
    yield f"  {working.refusal}"
    yield from working.audit
    yield ""
    yield f"Sign in at http://localhost:{port} (all made just now, for this demonstration alone):"
    width = max(len(person.email) for person in working.sign_ins)
    for person in working.sign_ins:
        yield f"  {person.email:{width}}  {person.password}  {person.shows}"
        yield f"    code now {person.code}; secret for an app {person.secret}; or, once, {person.recovery}"
