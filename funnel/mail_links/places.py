"""What a mail's link belongs to: the visit it was written for, or the funnel that is live.

The rooms beside it ask here. A mail to somebody from a list has no visit before the first press.
"""

from __future__ import annotations

from funnel.document import FunnelDocument
from funnel.models import Funnel, Publication, Visit
from funnel.publishing.loading import published
from nurture.models import MailLink


def visit_of(link: MailLink) -> Visit | None:
    """The visit the mail was written for, or the one its first press made; None once it is gone."""
    visits = Visit.objects.select_related("lead", "address", "publication")
    if link.delivery.visit_id is not None:
        return visits.filter(pk=link.delivery.visit_id).first()
    return visits.filter(start_key=start_key(link)).first()


def start_key(link: MailLink) -> str:
    """One mail makes one visit, however often its links are pressed."""
    return f"mail:{link.delivery_id}"


def publication_of(visit_id: int | None, funnel_id: int | None) -> Publication | None:
    """What that visit walks through; without one, what is live of the funnel."""
    if visit_id is not None:
        walked = Publication.objects.filter(visits=visit_id).first()
        if walked is not None:
            return walked
    if funnel_id is None:
        return None
    live = Funnel.objects.live().select_related("publication").filter(pk=funnel_id).first()
    return live.publication if live is not None else None


def document_of(link: MailLink) -> FunnelDocument | None:
    """The look and the language of a page behind this link; None without any funnel."""
    delivery = link.delivery
    visit = visit_of(link)
    publication = publication_of(visit.pk if visit else None, delivery.funnel_id)
    if publication is None:
        return None
    return published(publication.pk, delivery.address.language or (visit.reads if visit else ""))


def is_live(link: MailLink) -> bool:
    """Whether the funnel of this mail can be walked from its beginning."""
    return Funnel.objects.live().filter(pk=link.delivery.funnel_id or 0).exists()
