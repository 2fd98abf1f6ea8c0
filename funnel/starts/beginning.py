"""A start becomes a draft of the marketer's own, and a file one beside those that stand."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from funnel.checking.faults import RefusedError
from funnel.document import FunnelDocument
from funnel.models import Funnel
from funnel.portable.importing import import_funnel
from funnel.portable.reading import Portable
from funnel.starts.filling import fill
from funnel.starts.gallery import Start
from funnel.starts.questions import Answers
from leads.business import business
from nurture.holiday_places import is_place
from quizzes.keys import free_key


def free_slug(wanted: str) -> str:
    """This address, or the next one like it that no funnel has."""
    taken = set(Funnel.objects.values_list("slug", flat=True))
    return free_key(wanted, taken=taken, fallback="funnel")


@transaction.atomic
def begin_from(*, start: Start, answers: Answers, now: datetime, by: User) -> Funnel:
    """The new draft, at a free address. Raises RefusedError with a sentence per answer that
    cannot be taken; then nothing was stored."""
    made = fill(start.document, answers)
    if not isinstance(made, FunnelDocument):
        raise RefusedError(made)
    document = at_home(made).model_copy(update={"slug": free_slug(made.slug)})
    noted = _("Begun from the start “%(kind)s”.") % {"kind": start.kind}
    return import_funnel(document=document, media={}, now=now, by=by, noted=noted)


def at_home(document: FunnelDocument) -> FunnelDocument:
    """Its mails keep the public holidays of the business's own country."""
    country = business().country
    if not is_place(country):
        return document
    sequences = tuple(
        each.model_copy(update={"window": each.window.model_copy(update={"holidays": country})})
        for each in document.sequences
    )
    return document.model_copy(update={"sequences": sequences})


@transaction.atomic
def bring_in(*, portable: Portable, now: datetime, by: User) -> Funnel:
    """The file as a funnel of its own, at a free address. Raises ImportRefusedError."""
    document = portable.document
    named = document.model_copy(update={"slug": free_slug(document.slug)})
    return import_funnel(document=named, media=portable.media, now=now, by=by)


def write_over(*, funnel: Funnel, portable: Portable, now: datetime, by: User) -> Funnel:
    """The file in place of this draft: one edit, can be undone. Raises ImportRefusedError."""
    document = portable.document.model_copy(update={"slug": funnel.slug})
    return import_funnel(document=document, media=portable.media, now=now, by=by, replace=True)
