"""The two outcomes that are counted when support closes. They have different denominators, and each says so.

Definitions follow the practice that domestic abuse services report by: the abuse question is asked of the person, so
its base is those who answered; the risk comparison is of cases, so its base is those assessed both times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from frith.vocabulary import numbers
from frith.work.casework import queries
from frith.work.casework.models import RISK_ORDER, ClosureRecord, LessAbuse
from frith.work.performance import definitions, record_types
from frith.work.performance.definitions import Counted, Definition, Member, Question

LESS_ABUSE = Definition(
    id="casework.less-abuse",
    version=1,
    title="Women reporting less abuse after support",
    owner="Commissioner of violence against women and girls services",
    words=(
        "Of the women whose support by a specialist service closed in the period and who answered the question, the "
        "share who said that the abuse had reduced. Women who were not asked or declined are in neither number."
    ),
    numerator="women who said that the abuse had reduced",
    denominator="women who answered",
    sentence="of the women who answered after support by a specialist service, {figure} reported less abuse",
    counted="{numerator} of the {denominator} women who answered reported less abuse",
    unit="%",
    record_type=queries.CLOSURE_RECORD,
)

LOWER_RISK = Definition(
    id="casework.lower-risk",
    version=1,
    title="Cases with lower assessed risk at closure",
    owner="Commissioner of violence against women and girls services",
    words=(
        "Of the cases closed in the period whose risk was assessed at intake and again at closure, the share whose "
        "level (standard, medium, high) was lower at closure. Cases not assessed both times are in neither number."
    ),
    numerator="cases with lower risk at closure",
    denominator="cases assessed at intake and at closure",
    sentence="of the cases assessed both at intake and at closure, {figure} were at lower assessed risk at closure",
    counted="assessed risk was lower at closure in {numerator} of the {denominator} cases assessed both times",
    unit="%",
    record_type=queries.CLOSURE_RECORD,
)


def register_all() -> None:
    """Tell performance what casework counts, and how to list the records behind it."""
    definitions.register(LESS_ABUSE, count_less_abuse)
    definitions.register(LOWER_RISK, count_lower_risk)
    record_types.register(
        record_types.RecordType(
            id=queries.CLOSURE_RECORD,
            one="closure record",
            many="closure records",
            among=queries.listed_among,
            otherwise=queries.why_not_all,
            all_of_area=queries.may_see_all_of,
        )
    )


def count_less_abuse(question: Question) -> Counted:
    """Count who answered, and who reported less abuse."""
    closures = queries.closures_standing(question)
    answered = [c for c in closures if c.less_abuse in (LessAbuse.YES, LessAbuse.NO)]
    declined = sum(closure.less_abuse == LessAbuse.DECLINED for closure in closures)
    not_asked = sum(closure.less_abuse == LessAbuse.NOT_ASKED for closure in closures)
    note = (
        f"{numbers.count(len(answered))} of the {numbers.count(len(closures))} women whose support closed answered; "
        f"{numbers.count(not_asked)} were not asked and {numbers.count(declined)} declined."
    )
    return _counted(
        answered, lambda c: c.less_abuse == LessAbuse.YES, note, closures, beside=(not_asked, declined)
    )


def count_lower_risk(question: Question) -> Counted:
    """Count the cases assessed both times, and those whose risk was lower at closure."""
    closures = queries.closures_standing(question)
    assessed = [c for c in closures if c.risk_at_intake in RISK_ORDER and c.risk_at_closure in RISK_ORDER]
    both, all_closed = numbers.count(len(assessed)), numbers.count(len(closures))
    note = f"{both} of the {all_closed} cases closed were assessed both times."
    return _counted(
        assessed,
        lambda c: RISK_ORDER[c.risk_at_closure] < RISK_ORDER[c.risk_at_intake],
        note,
        closures,
        beside=(len(closures) - len(assessed),),
    )


def _counted(
    base: Iterable[ClosureRecord],
    in_numerator: Callable[[ClosureRecord], bool],
    note: str,
    closures: Iterable[ClosureRecord],
    *,
    beside: tuple[int, ...],
) -> Counted:
    return Counted(
        members=tuple(Member(closure.id, in_numerator(closure), True) for closure in base),
        sources=tuple(sorted({f"Closure records of {closure.service.name}" for closure in closures})),
        note=note,
        beside=beside,
        invented=any(closure.controller.invented for closure in closures),
    )
