"""The lists of protection that can be taken away: agreements, liaison officers, openings in a risk to life."""

from __future__ import annotations

from collections.abc import Mapping

from frith.guard import business_clock
from frith.guard.acting import Acting
from frith.guard.listings import Lines, Listing, register
from frith.guard.protection.agreements import queries as agreements
from frith.guard.protection.agreements.permissions import check_may_read_agreements
from frith.guard.protection.break_glass import queries as break_glass
from frith.guard.protection.liaison.queries import posts_on
from frith.guard.protection.record_types import shared_type


def _agreements(by: Acting, asked: Mapping[str, str]) -> Lines:
    return Lines(
        title="Sharing agreements",
        headings=(
            "Agreement",
            "Who shares",
            "Who receives",
            "Lawful gateway",
            "How it stands",
            "Last day",
            "Review on",
            "Not accepted yet by",
        ),
        rows=[
            (
                each.agreement.title,
                ", ".join(each.controllers),
                ", ".join(each.recipients),
                each.gateway.statute,
                each.standing.state.value,
                each.standing.last,
                each.terms.review_on,
                ", ".join(party.agency.name for party in each.waiting_for),
            )
            for each in agreements.agreement_list(by=by)
        ],
    )


def _officers(by: Acting, asked: Mapping[str, str]) -> Lines:
    check_may_read_agreements(by)
    return Lines(
        title="Liaison officers",
        headings=("Agency", "Liaison officer", "Since"),
        rows=[
            (post.agency.name, post.officer.person.name, post.officer.starts)
            if post.officer
            else (post.agency.name, "nobody", None)
            for post in posts_on(by.today)
        ],
    )


def _openings(by: Acting, asked: Mapping[str, str]) -> Lines:
    found = break_glass.all_openings(by=by)
    return Lines(
        title="Opened in a risk to life",
        headings=("Opened on", "At", "Who", "Agency", "What kind of record", "What was found"),
        rows=[
            (
                business_clock.day_of(each.opened_at),
                break_glass.clock(each.opened_at).partition(" on ")[0],
                each.person.name,
                each.agency.name,
                shared_type(each.record_type).one,
                break_glass.found_of(each),
            )
            for each in found
        ],
    )


def register_all() -> None:
    """Let the lists of protection be taken away."""
    register(
        Listing("agreements", ("protection:agreements",), "Sharing agreements", _agreements),
        Listing("liaison-officers", ("protection:liaison-officers",), "Liaison officers", _officers),
        Listing("openings", ("protection:break-glass",), "Opened in a risk to life", _openings),
    )
