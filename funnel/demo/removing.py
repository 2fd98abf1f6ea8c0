"""Takes the demo out: its funnels and visits, the people only they brought, business, accounts.

Called by `manage.py demo remove` and by the one-click button on the marketers' desk.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from funnel.demo.accounts import forget_passwords, remove_accounts
from funnel.demo.business_rows import remove_business
from funnel.demo.people import remove_people
from funnel.models import Funnel, HookEvent, Offer, OptIn, Step, Theme, Visit
from funnel.publishing.pictures import pictures_of
from funnel.publishing.series import series_of
from funnel.unused_media import used_files
from leads.models import Business, LeadMagnet, MediaFile
from nurture.models import Enrollment, Sequence, SequenceVersion
from quizzes.models import Quiz

logger = logging.getLogger(__name__)

_MAGNET_FILES = ("video", "captions", "poster", "file")


@transaction.atomic
def remove_demo(*, now: datetime, by: User | None) -> bool:
    """Everything of the demo is gone, passwords included; False where there was none.

    The admin account stays, and so do people who also came by another funnel, with what that
    funnel knows of them. Do-not-mail entries stay, too: they are promises.
    """
    funnels = list(Funnel.objects.filter(is_demo=True))
    if not funnels and not Business.objects.filter(is_demo=True).exists():
        return False
    files = {pk for funnel in funnels for pk in _files(funnel)}
    for funnel in funnels:
        remove_people(funnel_id=funnel.pk, now=now)
        _remove_funnel(funnel)
    _remove_unused(files)
    remove_business()
    remove_accounts()
    transaction.on_commit(forget_passwords)
    logger.info("The demo was removed by %s.", by.get_username() if by else "a command")
    return True


def _remove_funnel(funnel: Funnel) -> None:
    """Visits first, since they hold their publication; then the drafts that its steps hold."""
    steps = list(Step.objects.filter(funnel=funnel))
    sequences = list(series_of(funnel).values_list("pk", flat=True))
    HookEvent.objects.filter(conversion__visit__funnel=funnel).delete()
    Visit.objects.filter(funnel=funnel).delete()
    funnel.delete()
    Theme.objects.filter(pk=funnel.theme_id).delete()
    Quiz.objects.filter(pk__in=[step.quiz_id for step in steps if step.quiz_id]).delete()
    OptIn.objects.filter(pk__in=[step.opt_in_id for step in steps if step.opt_in_id]).delete()
    Offer.objects.filter(pk__in=[step.offer_id for step in steps if step.offer_id]).delete()
    LeadMagnet.objects.filter(pk__in=[step.magnet_id for step in steps if step.magnet_id]).delete()
    Enrollment.objects.filter(sequence__in=sequences).delete()
    SequenceVersion.objects.filter(sequence__in=sequences).delete()
    Sequence.objects.filter(pk__in=sequences).delete()


def _files(funnel: Funnel) -> set[int]:
    """What its look, its gifts and its questions show, and what those were cut out of."""
    look = (funnel.theme.logo_id, funnel.theme.picture_id, funnel.share_picture_id)
    magnets = LeadMagnet.objects.filter(step__funnel=funnel).values_list(*_MAGNET_FILES)
    quizzes = Quiz.objects.filter(step__funnel=funnel).prefetch_related("questions__choices")
    hashes = pictures_of(quizzes)
    named = Q(pk__in={pk for row in (look, *magnets) for pk in row if pk}) | Q(sha256__in=hashes)
    rows = MediaFile.objects.filter(named).values_list("pk", "small", "cut_from", "cut_from__small")
    return {pk for row in rows for pk in row if pk}


def _remove_unused(files: set[int]) -> None:
    """Deletes those that nothing shows any more."""
    for media in MediaFile.objects.filter(pk__in=files - used_files()):
        media.delete()
        _delete_after_commit(media)


def _delete_after_commit(media: MediaFile) -> None:
    """The bytes go only when the row is surely gone."""
    storage, name = media.file.storage, media.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
