"""What an audited read costs beside one that leaves no entry: pairs in turn, printed as JSON.

Both find the same closure record through the same scope. The audited one is the service that pages use, which writes
an entry in the same transaction; the other stops before. Each is one call in this process, with nobody else at work.
"""

from __future__ import annotations

import argparse
import json
import time
from statistics import median, quantiles
from uuid import UUID


def pairs(wanted: int) -> list[tuple[float, float]]:
    """Return so many pairs of seconds, audited and not, in changing order."""
    from frith.website.starting import start_with_tables

    start_with_tables()
    from frith.demo import partnership
    from frith.guard import wall_clock
    from frith.guard.access import queries as access
    from frith.guard.acting import Acting
    from frith.guard.audit.recording import act
    from frith.work.casework import queries
    from frith.work.casework.models import ClosureRecord

    @act
    def records(*, by: Acting) -> list[UUID]:
        return list(queries.closure_records_visible_to(by).values_list("pk", flat=True)[:50])

    @act
    def unrecorded(*, by: Acting, record_id: UUID) -> ClosureRecord:
        return queries.closure_scope(by).one(queries.statements(), record_id)

    at = wall_clock.now()
    by = partnership.acting(access.person_present("amina@lantern.example", at.date()), at)
    keys = records(by=by)
    assert keys

    def audited(number: int) -> float:
        began = time.perf_counter()
        queries.closure_record(by=by, record_id=keys[number % len(keys)], purpose="benchmark")
        return time.perf_counter() - began

    def unaudited(number: int) -> float:
        began = time.perf_counter()
        unrecorded(by=by, record_id=keys[number % len(keys)])
        return time.perf_counter() - began

    for number in range(20):
        audited(number)
        unaudited(number)
    found = []
    for number in range(wanted):
        if number % 2:
            one, other = audited(number), unaudited(number)
        else:
            other, one = unaudited(number), audited(number)
        found.append((one, other))
    return found


def main() -> None:
    """Measure, and print medians, and quartiles of the difference within pairs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, required=True)
    found = pairs(parser.parse_args().pairs)
    more = quantiles([one - other for one, other in found], n=4)
    print(
        json.dumps(
            {
                "audited": median(one for one, _ in found),
                "unaudited": median(other for _, other in found),
                "more": more,
                "pairs": len(found),
            }
        )
    )


if __name__ == "__main__":
    main()
