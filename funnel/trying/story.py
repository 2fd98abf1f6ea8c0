"""What a trial will bring and what trials there were, for the Try page."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from funnel.models import Funnel, Visit
from funnel.publishing.series import series_of
from nurture.models import Delivery, Sequence

_SHOWN = 30


def coming_mails(funnel: Funnel) -> QuerySet[Sequence]:
    """The draft's series, each with `mail_count` and `days`, how long it takes a visitor."""
    rows = Sequence.objects.filter(pk__in=series_of(funnel).values("pk"))
    return rows.annotate(
        mail_count=Count("messages"), days=Coalesce(Sum("messages__delay_days"), 0)
    ).order_by("pk")


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
