"""The one rule by which findings are ranked."""

from hypothesis import given
from hypothesis import strategies as st

from frith.assessment import ranking
from frith.assessment.findings import Chapter, Finding

shares = st.floats(0, 1)


@given(shares, st.floats(-5, 5), st.sampled_from([0.0, 0.5, 1.0]))
def test_a_weight_is_between_0_and_1_and_explains_itself(
    share: float, movement: float, sureness: float
) -> None:
    value, words = ranking.weight(share=share, movement=movement, sureness=sureness)
    assert 0 <= value <= 1
    assert f"{value:.2f}" in words


@given(shares, shares, st.floats(0, 1))
def test_more_of_anything_never_weighs_less(share: float, more: float, movement: float) -> None:
    low, high = sorted((share, more))
    assert ranking.weight(share=low, movement=movement)[0] <= ranking.weight(share=high, movement=movement)[0]


@given(st.permutations([("c", 0.2), ("a", 0.9), ("b", 0.2)]))
def test_ranking_does_not_depend_on_the_order_given(pairs: list[tuple[str, float]]) -> None:
    findings = [
        Finding(id=n, chapter=Chapter.TRENDS, sentence=(n,), weight=w, why_it_ranks="", figures=())
        for n, w in pairs
    ]
    assert [finding.id for finding in ranking.ranked(findings)] == ["a", "b", "c"]
    assert len(ranking.ranked(findings, most=2)) == 2
