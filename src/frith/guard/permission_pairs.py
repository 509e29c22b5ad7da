"""How a check that raises becomes a question that answers yes or no, so that the two never differ."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from frith.vocabulary.faults import Refused

P = ParamSpec("P")


def answers(check: Callable[P, None]) -> Callable[P, bool]:
    """Return the boolean twin of a ``check_may_…`` function."""

    @wraps(check)
    def may(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except Refused:
            return False
        return True

    may.__name__ = check.__name__.removeprefix("check_")
    may.__doc__ = f"Return whether :func:`{check.__name__}` lets the act pass."
    return may
