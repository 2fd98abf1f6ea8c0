"""Everything the desk shows of one person. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from leads import warmth
from leads.asking import MayWrite, may_write
from leads.business import business
from leads.depth import depth, depth_rows
from leads.desk import shown_name
from leads.desk_choices import FITS
from leads.fit import UNKNOWN, Fit, fit
from leads.models import Activity, EmailAddress, Lead, LeadDetail, Suppression, VisitFacts
from leads.phones import phone_said
from leads.said import VisitSaid, visit_said
from leads.scoring_models import current
from leads.story import Story, tell
from leads.warmth import LedgerRow


@dataclass(frozen=True, slots=True)
class Sheet:
    """`address` is the one to write to: the confirmed one, else the first.

    `said` is what each of the `visits` told, both newest first. `details` are the marketer's own
    fields of the gate. `phone` is said as it is dialled from here. `is_forbidden`: they said
    "do not contact", to whichever of their addresses.
    """

    lead: Lead
    title: str
    address: EmailAddress | None
    other_addresses: Sequence[EmailAddress]
    receipt: warmth.Receipt
    band: str
    hot_since: datetime | None
    depth: int
    depth_rows: Sequence[LedgerRow]
    fit: Fit
    visits: Sequence[VisitFacts]
    said: Sequence[VisitSaid]
    story: Story
    may_write: MayWrite | None
    is_forbidden: bool
    details: Sequence[LeadDetail]
    phone: str
    ledger: Sequence[Activity]

    @property
    def is_call_first(self) -> bool:
        """They asked for a call and left a number: that is the next step."""
        return (
            self.lead.is_waiting_for_call
            and bool(self.lead.phone)
            and not self.lead.phone_is_wrong
            and not self.is_forbidden
        )

    @property
    def fit_words(self) -> str:
        """'' until known."""
        words = dict(FITS)
        return "" if self.fit.grade == UNKNOWN else str(words[self.fit.grade])

    @property
    def hides_answers(self) -> bool:
        return any(visit.hides for visit in self.said)

    @property
    def latest(self) -> VisitFacts | None:
        return self.visits[0] if self.visits else None

    @property
    def said_last(self) -> VisitSaid | None:
        return self.said[0] if self.said else None

    @property
    def said_earlier(self) -> Sequence[VisitSaid]:
        return self.said[1:]


def sheet(lead: Lead, now: datetime, *, is_private_shown: bool = False) -> Sheet:
    """Of a person nothing was merged into another: the root. Private answers stay closed unless
    `is_private_shown`, which the caller has written down."""
    person = Q(lead__in=Lead.objects.filter(Q(pk=lead.pk) | Q(merged_into=lead)))
    addresses = sorted(
        EmailAddress.objects.filter(person).select_related("lead"),
        key=lambda row: (row.confirmed_at is None, row.pk),
    )
    ledger = list(Activity.objects.of_people([lead.pk]))
    scoring = current()
    model = scoring.model
    receipt = warmth.score(ledger, now, model)
    visits = list(VisitFacts.objects.filter(person))
    return Sheet(
        lead=lead,
        title=shown_name(lead, addresses),
        address=addresses[0] if addresses else None,
        other_addresses=addresses[1:],
        receipt=receipt,
        band=warmth.band(ledger, now, model),
        hot_since=warmth.hot_since(ledger, now, model),
        depth=depth(ledger),
        depth_rows=depth_rows(ledger),
        fit=fit(scoring.fit_rules, visits),
        visits=visits,
        said=[visit_said(facts, is_private_shown=is_private_shown) for facts in visits],
        story=tell(ledger, receipt),
        may_write=may_write(addresses[0]) if addresses else None,
        is_forbidden=_is_forbidden(addresses),
        details=list(LeadDetail.objects.filter(person)),
        phone=phone_said(lead.phone, business().country) if lead.phone else "",
        ledger=ledger,
    )


def _is_forbidden(addresses: Sequence[EmailAddress]) -> bool:
    hashes = [address.address_hash for address in addresses]
    reason = Suppression.Reason.DO_NOT_CONTACT
    return Suppression.objects.filter(reason=reason, address_hash__in=hashes).exists()
