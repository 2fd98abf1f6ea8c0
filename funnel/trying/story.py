"""What a trial will bring and what trials there were, for the Try page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from funnel.models import Funnel, Visit
from funnel.publishing.series import series_of
from nurture.models import Delivery, Message, Sequence

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Coming:
    """A series of the draft. A visitor gets it over `days`, or over `hours` where that is less
    than a day; both are 0 where all of it comes at once."""

    name: str
    mail_count: int
    days: int
    hours: int


def coming_mails(funnel: Funnel) -> list[Coming]:
    """Two queries, however many series and mails."""
    rows = Sequence.objects.filter(pk__in=series_of(funnel).values("pk")).order_by("pk")
    return [_coming(each) for each in rows.prefetch_related("messages")]


def _coming(series: Sequence) -> Coming:
    messages = list(series.messages.all())
    days, hours = divmod(sum(map(_hours, messages)), 24)
    return Coming(series.name, len(messages), days, 0 if days else hours)


def _hours(message: Message) -> int:
    """After the mail before. A weekend lies between every five working days."""
    if message.delay_hours:
        return message.delay_hours
    weekends = message.delay_days // 5 if message.is_working_days else 0
    return 24 * (message.delay_days + 2 * weekends)


def trials_of(funnel: Funnel) -> QuerySet[Visit]:
    """The newest trials, each with `mail_count`, how many mails it has sent."""
    sent = (
        Delivery.objects.filter(visit_id=OuterRef("pk"), accepted_at__isnull=False)
        .order_by()
        .values("visit_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = Visit.objects.filter(funnel=funnel, is_test=True).select_related(
        "address", "lead", "publication"
    )
    counted = rows.defer("publication__document").annotate(
        mail_count=Coalesce(Subquery(sent, output_field=IntegerField()), 0)
    )
    return counted.order_by("-started_at", "-pk")[:_SHOWN]
