"""Which mail series a visit leads to, once its result and its permission are both known, and
which were asked for by name on the way.

Called by the press that makes a result or gives an address, by the confirm press, and by a
task for visits that never reached a result.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from funnel.document import FunnelDocument, SeriesRuleDoc, SeriesStep
from funnel.models import Conversion, StepView, Visit
from funnel.publishing.loading import published
from funnel.publishing.series import series_version
from funnel.trying.walks import day_seconds
from leads.models import EmailAddress
from nurture.models import Enrollment, SequenceVersion
from nurture.planning.enrolling import enroll
from nurture.writing.first_mails import join_series

YESES = (
    Conversion.Kind.PRESSED,
    Conversion.Kind.CALL,
    Conversion.Kind.BOOKED,
    Conversion.Kind.BOUGHT,
)
LEFT_AFTER = timedelta(minutes=30)
# Somebody could begin visit after visit with a stranger's address.
_MOST_ASKS = 200


@transaction.atomic
def enroll_visit(
    *, visit: Visit, now: datetime, has_left: bool = False, may_have_said_yes: bool = True
) -> Enrollment | None:
    """The visit's person on the series of their result; idempotent.

    Without a result nothing happens yet, unless the person `has_left`: then the default series
    begins. A result that comes later ends that one and begins its own. Who has said yes to the
    offer needs no mails that lead there; `may_have_said_yes` is False where the caller knows
    that the offer was never on the screen.
    """
    document = published(visit.publication_id)
    rule = _rule(document, visit.outcome)
    if visit.lead is None or visit.address is None or rule is None:
        return None
    if not visit.outcome and _has_results(document) and not has_left:
        return None
    if may_have_said_yes and Conversion.objects.filter(visit=visit, kind__in=YESES).exists():
        return None
    return _enrolled(visit, version_for(visit, rule.sequence), now)


@transaction.atomic
def enroll_in(*, visit: Visit, version: SequenceVersion, now: datetime) -> Enrollment | None:
    """The visit's person on a series they asked for by name, from its second mail on; idempotent.

    None while the confirm press is missing: that press calls enroll_asked().
    """
    return _enrolled(visit, version, now, first_is_sent=True)


def _enrolled(
    visit: Visit, version: SequenceVersion, now: datetime, *, first_is_sent: bool = False
) -> Enrollment | None:
    """None for a visit that nobody left an address in."""
    if visit.lead is None or visit.address is None:
        return None
    return enroll(
        lead=visit.lead,
        address=visit.address,
        version=version,
        funnel_id=visit.funnel_id,
        visit_id=visit.pk,
        now=now,
        first_is_sent=first_is_sent,
        day_seconds=day_seconds(visit, version),
    )


@transaction.atomic
def enroll_asked(*, address: EmailAddress, now: datetime) -> list[Enrollment]:
    """This address on every series asked for with it, in whichever visit; idempotent."""
    views = (
        StepView.objects.filter(visit__address=address, question_key="", is_yes=True)
        .select_related("visit__lead", "visit__address", "visit__publication")
        .defer("visit__publication__document")
        .order_by("-visit_id", "pk")
    )
    found: dict[tuple[int, str], Enrollment | None] = {}
    for view in views[:_MOST_ASKS]:
        step = published(view.visit.publication_id).step(view.step_key)
        if isinstance(step, SeriesStep) and (view.visit.funnel_id, step.sequence) not in found:
            visit = view.visit
            place = enroll_in(visit=visit, version=version_for(visit, step.sequence), now=now)
            found[visit.funnel_id, step.sequence] = place
    join_series(address_id=address.pk)
    return [each for each in found.values() if each is not None]


def version_for(visit: Visit, key: str) -> SequenceVersion:
    """The series of this key as the visit's person reads it."""
    return series_version(visit.publication, key, _language(visit))


def _language(visit: Visit) -> str:
    """What the person chose for their mails; without a choice, what they read on the page."""
    chosen = visit.address.language if visit.address is not None else ""
    return chosen or visit.reads


def _rule(document: FunnelDocument, outcome: str) -> SeriesRuleDoc | None:
    rules = document.series_rules
    own = next((rule for rule in rules if outcome and rule.outcome == outcome), None)
    return own or next((rule for rule in rules if rule.outcome is None), None)


def _has_results(document: FunnelDocument) -> bool:
    return any(step.kind == "result" for step in document.steps)


def enroll_left_visits(*, now: datetime, limit: int) -> int:
    """The default series for people whose visit has rested for 30 minutes without a result.

    Each visit is looked at once; a result that comes later still changes the series. Returns
    how many were looked at.
    """
    waiting = Visit.objects.filter(
        outcome="", lead__isnull=False, series_checked_at=None, last_act_at__lte=now - LEFT_AFTER
    )
    ids = list(waiting.order_by("last_act_at").values_list("pk", flat=True)[:limit])
    for pk in ids:
        _enroll_left(pk, now)
    return len(ids)


@transaction.atomic
def _enroll_left(pk: int, now: datetime) -> None:
    rows = Visit.objects.select_for_update(of=("self",))
    visit = rows.select_related("lead", "address", "publication").get(pk=pk)
    if visit.outcome or visit.series_checked_at is not None:
        return
    enroll_visit(visit=visit, now=now, has_left=True)
    visit.series_checked_at = now
    visit.save(update_fields=["series_checked_at"])
