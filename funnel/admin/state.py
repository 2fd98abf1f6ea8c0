"""How a funnel stands: what is live, what changed since, what is missing. Admin pages read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnel.admin.places import Spot, Spots
from funnel.checking.tally import Counted, count_faults, count_findings
from funnel.document import FunnelDocument
from funnel.models import Funnel, Publication
from funnel.publishing import Fault, PublishError, canonical
from funnel.publishing.canonical import content_hash
from funnel.publishing.compile import compile_funnel
from funnel.publishing.scheduling import missed, plans


@dataclass(frozen=True, slots=True)
class Complaint:
    """A fault in the place where it can be put right."""

    spot: Spot
    message: str


@dataclass(frozen=True, slots=True)
class FunnelState:
    """`faults` keep the draft from being a whole funnel; `found` is what stands in the check."""

    funnel: Funnel
    live: Publication | None
    document: FunnelDocument | None
    faults: tuple[Fault, ...]
    found: Counted
    has_changes: bool

    @property
    def words(self) -> str:
        """In one line: live version 3, changed since."""
        if self.live is None:
            return _("Not live yet")
        words = (
            _("Live version %(number)s, changed since")
            if self.has_changes
            else _("Live version %(number)s")
        )
        return words % {"number": self.live.number}

    @property
    def colour(self) -> str:
        """A name of Unfold's label colours."""
        if self.live is None:
            return "default"
        return "warning" if self.has_changes else "success"

    @property
    def next_thing(self) -> str:
        """The one thing to do next, as words on a button."""
        if self.document is None and not self.funnel.steps.all():
            return _("Add the first step")
        if self.found.errors:
            count = self.found.errors
            words = ngettext("Put %(count)s thing right", "Put %(count)s things right", count)
            return words % {"count": count}
        if self.live is None:
            return _("Publish it")
        return _("Publish your changes") if self.has_changes else ""

    @property
    def next_number(self) -> int:
        return 1 + max((each.number for each in self.funnel.publications.all()), default=0)

    @property
    def plans(self) -> list[str]:
        """What is appointed, in words: Goes live Mon 09:00."""
        return plans(self.funnel, now=timezone.now())

    @property
    def missed(self) -> LogEntry | None:
        """Why it did not go live in time, while that still holds."""
        return missed(self.funnel) if self.has_changes else None


def state_of(funnel: Funnel) -> FunnelState:
    """Compiles the whole funnel: for one page of funnels, not for thousands."""
    document: FunnelDocument | None = None
    faults: tuple[Fault, ...] = ()
    try:
        document = compile_funnel(funnel)
    except PublishError as error:
        faults = tuple(error.faults)
    live = funnel.publication
    text = canonical(document) if document else ""
    return FunnelState(
        funnel=funnel,
        live=live,
        document=document,
        faults=faults,
        found=count_findings(funnel, text) if document else count_faults(faults),
        has_changes=live is None or not document or live.content_hash != content_hash(text),
    )


def complaints(funnel: Funnel, faults: tuple[Fault, ...]) -> list[Complaint]:
    spots = Spots(funnel)
    return [Complaint(spots.find(fault.path), fault.message) for fault in faults]
