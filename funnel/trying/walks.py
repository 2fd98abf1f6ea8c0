"""A test visit: where its link leads in, at which pace its mails come, what its pages say.

The journey asks; a visit of somebody else costs nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from funnel.models import Publication, Visit
from funnel.publishing.loading import live_publication
from funnel.trying.tokens import TRY, Pass, read_pass
from nurture.models import SequenceVersion
from nurture.planning.pace import trial_day_seconds
from nurture.planning.versions import content_of


class TryOverError(Exception):
    """The try link is too old, was made for another funnel, or its draft is gone."""


@dataclass(frozen=True, slots=True)
class Banner:
    """What stands above every page of a trial: the ways out of it."""

    again: str
    studio: str


def tried_publication(fields: Mapping[str, object], slug: str) -> Publication | None:
    """What a try link in these fields shows; None where there is no try link. One query.

    Raises TryOverError.
    """
    if not fields.get(TRY):
        return None
    allowed = read_pass(fields[TRY])
    found = _publication(allowed, slug) if allowed is not None else None
    if found is None or allowed is None or found.funnel_id != allowed.funnel_id:
        raise TryOverError
    return found


def pass_of(visit: Visit) -> Pass | None:
    """The try link this visit came by; a link that has run out meanwhile still counts."""
    return read_pass(visit.hidden.get(TRY), max_age=None) if visit.is_test else None


def is_trial(visit: Visit) -> bool:
    """Whether it came by a try link. A visit by a browser's mark is a test, but no trial: its
    mails keep to days, windows and caps."""
    return pass_of(visit) is not None


def day_seconds(visit: Visit, version: SequenceVersion) -> int | None:
    """The pace of this visit's series; None for everybody but a trial."""
    return trial_day_seconds(content_of(version).sequence) if is_trial(visit) else None


def banner_of(visit: Visit, slug: str) -> Banner | None:
    return banner(visit.funnel_id, slug, visit.hidden.get(TRY, "")) if visit.is_test else None


def banner(funnel_id: int, slug: str, token: str) -> Banner:
    landing = reverse("journey:landing", args=[slug])
    again = f"{landing}?{urlencode({TRY: token})}" if token else landing
    return Banner(again=again, studio=reverse("studio:try", args=[funnel_id]))


def _publication(allowed: Pass, slug: str) -> Publication | None:
    if allowed.publication_id is None:
        return live_publication(slug)
    rows = Publication.objects.select_related("funnel").defer("document")
    return rows.filter(pk=allowed.publication_id, is_trial=True, funnel__slug=slug).first()
