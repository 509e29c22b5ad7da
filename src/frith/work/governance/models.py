"""The tables of governance, each written down with the activity that it belongs to."""

from frith.work.governance.actions.models import Action, Chased, Progress
from frith.work.governance.boards.models import Board, BoardMember, ReportingLine, TermsOfReference
from frith.work.governance.enquiries.models import Enquiry, EnquiryAnswer, EnquiryLink
from frith.work.governance.going_live.models import Import, ImportedRow, Upload
from frith.work.governance.meetings.models import (
    AgendaItem,
    AgreedMinutes,
    Attendance,
    Conflict,
    Decision,
    Evidence,
    ItemPaper,
    Meeting,
    Minute,
)
from frith.work.governance.papers.models import CitedFigure, IssuedPaper, Paper
from frith.work.governance.partnerships.models import AgencyPart, Partnership, PartnershipArea
from frith.work.governance.statute.models import (
    Concern,
    Consultation,
    DutyRecord,
    InformationRequest,
    Recommendation,
)
from frith.work.governance.strategy.models import (
    Measure,
    Plan,
    Priority,
    PriorityChange,
    PublishedSummary,
    Reason,
    Step,
)

__all__ = [
    "Action",
    "AgencyPart",
    "AgendaItem",
    "AgreedMinutes",
    "Attendance",
    "Board",
    "BoardMember",
    "Chased",
    "CitedFigure",
    "Concern",
    "Conflict",
    "Consultation",
    "Decision",
    "DutyRecord",
    "Enquiry",
    "EnquiryAnswer",
    "EnquiryLink",
    "Evidence",
    "Import",
    "ImportedRow",
    "InformationRequest",
    "IssuedPaper",
    "ItemPaper",
    "Measure",
    "Meeting",
    "Minute",
    "Paper",
    "Partnership",
    "PartnershipArea",
    "Plan",
    "Priority",
    "PriorityChange",
    "Progress",
    "PublishedSummary",
    "Reason",
    "Recommendation",
    "ReportingLine",
    "Step",
    "TermsOfReference",
    "Upload",
]
