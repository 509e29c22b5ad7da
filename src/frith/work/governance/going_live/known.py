"""What is here already, by the natural keys of the six tables, and what a file adds to it row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from frith.guard.access.models import Agency, Person
from frith.work.governance.boards.models import Board
from frith.work.governance.strategy.models import Plan


@dataclass(slots=True)
class Held:
    """Something that is here, or that a row of the file adds: its values, and in the second case its line.

    ``own`` says that it has a row of its own; a chair comes with the board, and may have a row beside.
    """

    values: dict[str, Any]
    line: int = 0
    own: bool = True


@dataclass(slots=True)
class Known:
    """All that a file's rows may name or be compared with.

    ``accounts`` are the people whom rows may name: of the partnership's agencies, and not left. ``taken`` are those of
    other agencies, or who left, that have an e-mail address of the file. Sealed boards are not among ``boards``.
    """

    today: date
    agencies: dict[str, Agency]
    accounts: dict[str, Held] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    boards: dict[str, Held] = field(default_factory=dict)
    seats: dict[str, list[Held]] = field(default_factory=dict)
    meetings: dict[str, Held] = field(default_factory=dict)
    actions: dict[str, Held] = field(default_factory=dict)
    plans: dict[str, Held] = field(default_factory=dict)
    priorities: dict[str, Held] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    board_rows: dict[str, Board] = field(default_factory=dict)
    plan_rows: dict[str, Plan] = field(default_factory=dict)
