"""The draft put where a trial can walk through it, with nothing going live."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from funnel.checking.faults import PublishError
from funnel.checking.laws import check_document
from funnel.models import Funnel, Publication
from funnel.publishing.canonical import canonical, content_hash
from funnel.publishing.compile import compile_funnel
from funnel.publishing.loading import published
from funnel.publishing.series import publish_all_series
from funnel.publishing.stored import stored_files


@transaction.atomic
def trial_publication(*, funnel: Funnel, now: datetime, by: User | None) -> Publication:
    """What a trial of the draft walks through; a draft that was tried before finds the same row.

    Raises PublishError with what keeps it from being shown at all. What the check only finds
    wrong with it keeps nobody from trying it.
    """
    rows = Funnel.objects.select_for_update(of=("self",)).select_related("theme")
    locked = rows.get(pk=funnel.pk)
    document = compile_funnel(locked)
    if faults := check_document(document):
        raise PublishError(faults)
    versions = publish_all_series(funnel=locked, document=document, now=now, is_trial=True)
    text = canonical(document)
    trials = Publication.objects.filter(
        funnel=locked, is_trial=True, content_hash=content_hash(text)
    )
    same = next((each for each in trials.defer("document") if each.versions == versions), None)
    if same is not None:
        return same
    publication = Publication.objects.create(
        funnel=locked,
        number=0,
        is_trial=True,
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
