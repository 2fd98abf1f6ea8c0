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
from funnel.publishing.publish import write_publication
from funnel.publishing.series import publish_all_series


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
    mark = content_hash(canonical(document))
    trials = Publication.objects.filter(funnel=locked, is_trial=True, content_hash=mark)
    same = next((each for each in trials.defer("document") if each.versions == versions), None)
    if same is not None:
        return same
    return write_publication(
        funnel=locked,
        document=document,
        versions=versions,
        number=0,
        now=now,
        by=by,
        is_trial=True,
    )
