"""Going live and coming down. Visitors on their way stay on the version they began."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from funnel.checking.faults import Fault, PublishError
from funnel.checking.report import check
from funnel.checking.waivers import waivers_of
from funnel.document import FunnelDocument
from funnel.models import Funnel, Publication
from funnel.publishing.canonical import canonical, content_hash
from funnel.publishing.compile import compile_funnel
from funnel.publishing.history import note_change
from funnel.publishing.loading import published
from funnel.publishing.series import SeriesVersions, publish_all_series
from funnel.publishing.stored import give_smalls, stored_files


class DraftChangedError(Exception):
    """The draft is another one than the one that was agreed to. Nothing was published."""


@transaction.atomic
def publish(*, funnel: Funnel, now: datetime, by: User | None, seen: str = "") -> Publication:
    """Makes the draft live and returns what visitors see from now on.

    Raises PublishError with every error of the check; warnings keep nothing from going live. A
    draft that equals the newest version puts that one up (again) and writes no other. `seen` is
    the content_hash() of the draft that somebody looked at before: of another draft it raises
    DraftChangedError. An appointed going live is done with.
    """
    locked = (
        Funnel.objects.select_for_update(of=("self",)).select_related("theme").get(pk=funnel.pk)
    )
    document = compile_funnel(locked)
    if seen and seen != content_hash(canonical(document)):
        raise DraftChangedError
    errors = check(document, waivers_of(locked)).errors
    if errors:
        raise PublishError(Fault(each.path, each.message, each.rule.slug) for each in errors)
    versions = publish_all_series(funnel=locked, document=document, now=now)
    publication = _newest_if_same(locked, document, versions)
    if publication is None:
        give_smalls(document, now=now)
        number = _next_number(locked)
        publication = write_publication(
            funnel=locked, document=document, versions=versions, number=number, now=now, by=by
        )
        note = _("Published version %(number)s.") % {"number": publication.number}
        note_change(funnel=locked, by=by, message=note)
    if locked.publication_id != publication.pk or locked.goes_live_at is not None:
        locked.publication, locked.goes_live_at = publication, None
        locked.save(update_fields=["publication", "goes_live_at"])
    funnel.publication, funnel.goes_live_at = publication, None
    return publication


@transaction.atomic
def unpublish(*, funnel: Funnel, by: User | None) -> None:
    """Takes the funnel down: new visitors find it closed, those on their way go on. Idempotent.

    An appointed coming down is done with.
    """
    live = Funnel.objects.filter(pk=funnel.pk, publication__isnull=False)
    if live.update(publication=None, comes_down_at=None):
        note_change(funnel=funnel, by=by, message=_("Took it down."))
    funnel.publication, funnel.comes_down_at = None, None


def _newest_if_same(
    funnel: Funnel, document: FunnelDocument, versions: SeriesVersions
) -> Publication | None:
    newest = Publication.objects.versions().filter(funnel=funnel).order_by("-number").first()
    if newest is None or newest.versions != versions:
        return None
    return newest if newest.content_hash == content_hash(canonical(document)) else None


def write_publication(
    *,
    funnel: Funnel,
    document: FunnelDocument,
    versions: SeriesVersions,
    number: int,
    now: datetime,
    by: User | None,
    is_trial: bool = False,
) -> Publication:
    """The row that visitors, or a trial, walk through from now on."""
    text = canonical(document)
    publication = Publication.objects.create(
        funnel=funnel,
        number=number,
        is_trial=is_trial,
        content_hash=content_hash(text),
        document=text,
        versions=versions,
        files=stored_files(document),
        published_at=now,
        published_by=by,
    )
    # A transaction rolled back can leave its id to this row; nothing cached may outlive it.
    published.cache_clear()
    return publication


def _next_number(funnel: Funnel) -> int:
    last = Publication.objects.filter(funnel=funnel).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
