"""The list of the sales desk: who is ready, and why now. A fixed number of queries a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from leads import warmth
from leads.activity import ledgers_of
from leads.models import Activity, EmailAddress, Lead, LeadQuerySet, VisitFacts
from leads.said import SaidResult, result_said

TO_DO, ALL = "todo", "all"
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """Which leads: a tab, a text to find, a page."""

    tab: str = TO_DO
    search: str = ""
    page: int = 1

    @property
    def query(self) -> str:
        """For links that lead back to the same list; '' for the list one starts with."""
        asked = {"tab": self.tab, "q": self.search, "page": str(self.page)}
        usual = {"tab": TO_DO, "q": "", "page": "1"}
        return urlencode({name: said for name, said in asked.items() if said != usual[name]})

    def at_page(self, page: int) -> str:
        return replace(self, page=page).query


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One line of the list. `total` and `band` are computed from the ledger, now.

    `result` is that of the newest visit that had one.
    """

    lead: Lead
    title: str
    total: int
    band: str
    why_now: str
    result: SaidResult


@dataclass(frozen=True, slots=True)
class DeskList:
    question: DeskQuestion
    rows: Sequence[DeskRow]
    page: Page[Lead]
    to_do_count: int
    all_count: int

    @property
    def title(self) -> str:
        return _("All leads") if self.question.tab == ALL else _("To do")

    @property
    def previous_query(self) -> str:
        return self.question.at_page(self.page.previous_page_number())

    @property
    def next_query(self) -> str:
        return self.question.at_page(self.page.next_page_number())


def desk_list(question: DeskQuestion, now: datetime) -> DeskList:
    people = Lead.objects.people()
    chosen = _chosen(people, question)
    page = Paginator(chosen.prefetch_related(_addresses()), PAGE_SIZE).get_page(question.page)
    leads = list(page.object_list)
    ledgers = ledgers_of([lead.pk for lead in leads])
    results = _results_of([lead.pk for lead in leads])
    return DeskList(
        question=question,
        rows=[
            _row(lead, ledgers.get(lead.pk, []), results.get(lead.pk, SaidResult()), now)
            for lead in leads
        ],
        page=page,
        to_do_count=people.to_do().count(),
        all_count=people.count(),
    )


def shown_name(lead: Lead, addresses: Sequence[EmailAddress]) -> str:
    """The name, else the address, else the phone: never masked, sales needs it."""
    address = addresses[0].address if addresses else ""
    return lead.name or address or lead.phone or _("No name yet")


def _chosen(people: LeadQuerySet, question: DeskQuestion) -> LeadQuerySet:
    if question.search:
        people = people.found(question.search)
    return (people if question.tab == ALL else people.to_do()).queued()


def _addresses() -> Prefetch[str]:
    return Prefetch("addresses", EmailAddress.objects.order_by("pk"))


def _results_of(lead_ids: Sequence[int]) -> dict[int, SaidResult]:
    """By person; what merged rows were told belongs to their root. One query."""
    found: dict[int, SaidResult] = {}
    people = Q(lead__in=lead_ids) | Q(lead__merged_into__in=lead_ids)
    rows = VisitFacts.objects.filter(people).select_related("lead").defer("answers", "topics")
    for facts in rows:
        result = result_said(facts)
        if result:
            found.setdefault(facts.lead.merged_into_id or facts.lead_id, result)
    return found


def _row(lead: Lead, ledger: Sequence[Activity], result: SaidResult, now: datetime) -> DeskRow:
    receipt = warmth.score(ledger, now)
    return DeskRow(
        lead=lead,
        title=shown_name(lead, list(lead.addresses.all())),
        total=receipt.total,
        band=warmth.band(ledger, now),
        why_now=receipt.why_now,
        result=result,
    )
