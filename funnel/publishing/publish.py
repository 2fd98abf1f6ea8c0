"""Going live and coming down. Visitors on their way stay on the version they began."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from funnel.document import FunnelDocument, VideoStep
from funnel.models import Funnel, Publication, SeriesRule
from funnel.publishing.canonical import canonical, content_hash
from funnel.publishing.checks import check_document
from funnel.publishing.compile import compile_funnel
from funnel.publishing.faults import PublishError
from funnel.publishing.history import note_change
from funnel.publishing.loading import published
from leads.business import business
from leads.media import find_media
from nurture.versions import ThemeColours, publish_sequence


@transaction.atomic
def publish(*, funnel: Funnel, now: datetime, by: User | None) -> Publication:
    """Makes the draft live and returns what visitors see from now on.

    Raises PublishError with every fault. A draft that equals the newest version puts that one
    up (again) and writes no other.
    """
    locked = (
        Funnel.objects.select_for_update(of=("self",)).select_related("theme").get(pk=funnel.pk)
    )
    document = compile_funnel(locked)
    faults = check_document(document)
    if faults:
        raise PublishError(faults)
    versions = _publish_sequences(locked, document, now)
    publication = _newest_if_same(locked, document, versions)
    if publication is None:
        publication = _write_publication(locked, document, versions, now, by)
        note_change(funnel=locked, by=by, message=f"Published version {publication.number}.")
    if locked.publication_id != publication.pk:
        locked.publication = publication
        locked.save(update_fields=["publication"])
    funnel.publication = publication
    return publication


@transaction.atomic
def unpublish(*, funnel: Funnel, by: User | None) -> None:
    """Takes the funnel down: new visitors find nothing, those on their way go on. Idempotent."""
    if Funnel.objects.filter(pk=funnel.pk, publication__isnull=False).update(publication=None):
        note_change(funnel=funnel, by=by, message="Took it down.")
    funnel.publication = None


def _publish_sequences(
    funnel: Funnel, document: FunnelDocument, now: datetime
) -> dict[str, dict[str, int | str]]:
    theme = ThemeColours(
        accent=document.theme.accent,
        accent_dark=document.theme.accent_dark,
        corner=document.theme.corner,
    )
    rules = SeriesRule.objects.filter(funnel=funnel).select_related("sequence")
    versions: dict[str, dict[str, int | str]] = {}
    for rule in rules:
        part = document.sequence(rule.sequence.key)
        if part is not None:
            version = publish_sequence(
                sequence=rule.sequence,
                document=part,
                theme=theme,
                time_zone=business().time_zone,
                language=document.language,
                now=now,
            )
            versions[part.key] = {"id": version.pk, "content_hash": version.content_hash}
    return versions


def _newest_if_same(
    funnel: Funnel, document: FunnelDocument, versions: dict[str, dict[str, int | str]]
) -> Publication | None:
    newest = Publication.objects.filter(funnel=funnel).order_by("-number").first()
    if newest is None or newest.versions != versions:
        return None
    return newest if newest.content_hash == content_hash(canonical(document)) else None


def stored_files(document: FunnelDocument) -> dict[str, str]:
    """Where each file is stored, so that showing a video asks nothing of the database."""
    magnets = [step.magnet for step in document.steps if isinstance(step, VideoStep)]
    parts = [part for each in magnets for part in (each.file, each.captions, each.poster) if part]
    found = find_media({part.sha256 for part in parts})
    return {sha256: str(media.file.name) for sha256, media in found.items()}


def _write_publication(
    funnel: Funnel,
    document: FunnelDocument,
    versions: dict[str, dict[str, int | str]],
    now: datetime,
    by: User | None,
) -> Publication:
    text = canonical(document)
    last = Publication.objects.filter(funnel=funnel).aggregate(last=Max("number"))["last"]
    publication = Publication.objects.create(
        funnel=funnel,
        number=(last or 0) + 1,
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
