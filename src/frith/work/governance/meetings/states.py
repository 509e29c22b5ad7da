"""How a meeting may go on from where it is: data, from which the buttons and the documentation are made."""

from __future__ import annotations

from frith.vocabulary.faults import Fault, RowsRejected
from frith.work.governance.meetings.models import Meeting, MeetingState

NEXT: dict[MeetingState, tuple[MeetingState, ...]] = {
    MeetingState.PLANNED: (MeetingState.AGENDA_SENT, MeetingState.HELD, MeetingState.CANCELLED),
    MeetingState.AGENDA_SENT: (MeetingState.HELD, MeetingState.CANCELLED),
    MeetingState.HELD: (MeetingState.AGREED,),
    MeetingState.AGREED: (),
    MeetingState.CANCELLED: (),
}
"""Which states may follow each."""

MINUTED = (MeetingState.PLANNED, MeetingState.AGENDA_SENT, MeetingState.HELD)
"""States in which minutes, decisions and attendance may still be written."""


def check_next(meeting: Meeting, wanted: MeetingState) -> None:
    """Raise RowsRejected unless a meeting may go on to a state."""
    now = MeetingState(meeting.state)
    if wanted not in NEXT[now]:
        raise RowsRejected(
            Fault(
                "governance.meeting-state",
                f"the meeting is “{now.label.lower()}” and cannot become “{wanted.label.lower()}”",
                "state",
                ", ".join(state.label.lower() for state in NEXT[now]) or "nothing: it is finished",
            )
        )


def check_may_be_minuted(meeting: Meeting) -> None:
    """Raise RowsRejected if a meeting's minutes are closed."""
    if MeetingState(meeting.state) not in MINUTED:
        raise RowsRejected(
            Fault(
                "governance.minutes-closed",
                f"the meeting is “{MeetingState(meeting.state).label.lower()}”: its record is closed",
                "state",
                remedy="Record a correction at the next meeting.",
            )
        )
