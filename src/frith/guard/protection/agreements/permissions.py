"""Who may record, accept, extend and end agreements."""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.guard.protection.agreements.models import Terms
from frith.guard.protection.liaison.queries import is_liaison_officer
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused


def check_may_read_agreements(by: Acting) -> None:
    """Raise Refused unless this person holds a role: agreements are open to all who take part."""
    if not by.roles:
        raise Refused(
            Fault(
                "protection.read-agreements",
                "You hold no role here now, so the agreements are not open to you.",
                remedy="Ask an administrator of this installation for a role.",
            )
        )


def check_may_record_agreements(by: Acting) -> None:
    """Raise Refused unless this person may record, amend and end agreements, and name liaison officers."""
    if not by.holds(Role.DATA_PROTECTION_OFFICER, Role.PARTNERSHIP_OFFICER, Role.OPERATOR):
        raise Refused(
            Fault(
                "protection.record-agreement",
                "Only a partnership officer or a data-protection officer may record sharing agreements.",
                remedy="Ask one of them.",
            )
        )


def check_may_warn(by: Acting) -> None:
    """Raise Refused unless this person may have letters written about agreements that lapse."""
    if not by.holds(Role.DATA_PROTECTION_OFFICER, Role.PARTNERSHIP_OFFICER, Role.OPERATOR):
        raise Refused(
            Fault(
                "protection.warn",
                "Only a partnership officer or a data-protection officer may have letters written about agreements.",
                remedy="Ask one of them.",
            )
        )


def speaks_for_agency(by: Acting) -> bool:
    """Return whether this person says yes for their agency: as its data-protection officer or liaison officer."""
    return by.holds(Role.DATA_PROTECTION_OFFICER) or is_liaison_officer(by)


def check_may_accept(by: Acting, terms: Terms) -> None:
    """Raise Refused unless this person may say yes for a controller: its own data-protection or liaison officer."""
    controls = any(party.agency_id == by.agency and party.controller for party in terms.parties.all())
    if not (controls and speaks_for_agency(by)):
        raise Refused(
            Fault(
                "protection.accept-agreement",
                "Only the data-protection officer or the liaison officer of an agency that shares its records "
                "under this agreement may accept it.",
                remedy="Ask that agency's officer. Until then none of its records are shared under this version.",
            )
        )


def check_may_extend(by: Acting, terms: Terms) -> None:
    """Raise Refused unless this person is a data-protection officer of a party."""
    bound = any(party.agency_id == by.agency for party in terms.parties.all())
    if not by.holds(Role.DATA_PROTECTION_OFFICER) or not bound:
        raise Refused(
            Fault(
                "protection.extend-agreement",
                "Only a data-protection officer of a party to the agreement may extend it in an emergency.",
                remedy="Ask that officer. In a risk to life, a single record can be opened by break-glass.",
            )
        )


def check_may_end(by: Acting, terms: Terms) -> None:
    """Raise Refused unless this person may record agreements, or speaks for a controller, who can always leave."""
    if not may_record_agreements(by) and not may_accept(by, terms):
        raise Refused(
            Fault(
                "protection.end-agreement",
                "Only a partnership officer, a data-protection officer, or the liaison officer of an agency that "
                "shares its records may end an agreement.",
                remedy="Ask one of them.",
            )
        )


def check_may_simulate(by: Acting) -> None:
    """Raise Refused unless this person may see what another person could see."""
    if not by.holds(Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER):
        raise Refused(
            Fault(
                "protection.simulate",
                "Only an administrator or a data-protection officer may see what another person could see.",
                remedy="Ask one of them. What you could see yourself is on the page “Why can't I see it?”.",
            )
        )


may_read_agreements = answers(check_may_read_agreements)
may_record_agreements = answers(check_may_record_agreements)
may_accept = answers(check_may_accept)
may_extend = answers(check_may_extend)
may_end = answers(check_may_end)
may_simulate = answers(check_may_simulate)
