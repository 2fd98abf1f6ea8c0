"""A document becomes a draft: rows that marketers edit. What is live is never touched."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.checking.laws.media import media_of
from funnel.checking.waivers import write_waivers
from funnel.document import FunnelDocument
from funnel.drafts import recorded
from funnel.models import Funnel, Theme
from funnel.portable.draft_looks import write_share, write_source_hooks, write_theme
from funnel.portable.draft_series import write_series
from funnel.portable.draft_steps import write_steps
from funnel.portable.reading import Portable, portable_faults
from funnel.portable.refusal import ImportRefusedError
from funnel.portable.setting_aside import set_aside
from funnel.publishing.history import note_change
from funnel.translating.writing import write_translations
from leads.media import forget_unkept, store_media
from leads.models import MediaFile


def import_funnel(
    *,
    document: FunnelDocument,
    media: Mapping[str, bytes],
    now: datetime,
    by: User | None,
    is_demo: bool = False,
    replace: bool = False,
    noted: str = "",
) -> Funnel:
    """The funnel whose draft now says what the document says; nothing of it goes live.

    `noted` is the line of history, where it was no file that the draft came from.

    With `replace` the draft of the funnel of that address is written over: rows are matched by
    their keys, so answers, versions and people on a series keep what they refer to.
    Raises ImportRefusedError with every fault, and then nothing was stored.
    """
    faults = [
        *_address_faults(document.slug, replace=replace),
        *portable_faults(Portable(document, media)),
    ]
    if faults:
        raise ImportRefusedError(faults)
    stored: list[MediaFile] = []
    try:
        with transaction.atomic(), _kept_as_edit(document.slug, by=by, now=now):
            files = _store(document, media, now, stored)
            funnel = _write_draft(document, files, by=by, now=now, is_demo=is_demo)
            said = noted or _("Imported the draft from a file.")
            note_change(funnel=funnel, by=by, message=said)
            return funnel
    except BaseException:
        forget_unkept(stored)
        raise


def _kept_as_edit(slug: str, *, by: User | None, now: datetime) -> AbstractContextManager[None]:
    """A draft that is written over can be taken back; a new funnel has nothing before it."""
    standing = Funnel.objects.filter(slug=slug).first()
    if standing is None:
        return nullcontext()
    return recorded(funnel=standing, by=by, now=now, words=_("draft imported from a file"))


def _address_faults(slug: str, *, replace: bool) -> list[Fault]:
    if replace or not Funnel.objects.filter(slug=slug).exists():
        return []
    sentence = _("A funnel '%(slug)s' stands already. Write another slug, or replace its draft.")
    return [Fault("slug", sentence % {"slug": slug})]


def _store(
    document: FunnelDocument,
    media: Mapping[str, bytes],
    now: datetime,
    stored: list[MediaFile],
) -> dict[str, MediaFile]:
    """Files by path. Each is noted in `stored` at once, for whoever has to clean up."""
    files: dict[str, MediaFile] = {}
    for _place, part in media_of(document):
        if part.path not in files:
            name = part.path.removeprefix("media/")
            files[part.path] = store_media(content=media[part.path], name=name, now=now)
            stored.append(files[part.path])
    return files


def _write_draft(
    document: FunnelDocument,
    files: Mapping[str, MediaFile],
    *,
    by: User | None,
    now: datetime,
    is_demo: bool,
) -> Funnel:
    """Every row of the draft; what the document does not have any more is set aside."""
    funnel = _write_funnel(document, files, now, is_demo=is_demo)
    write_source_hooks(funnel, document.hook)
    set_aside(funnel=funnel, document=document, now=now)
    steps = write_steps(funnel=funnel, document=document, files=files)
    write_series(funnel=funnel, document=document, steps=steps)
    write_translations(funnel=funnel, translations=document.translations)
    write_waivers(funnel=funnel, ignored=document.ignored, by=by, now=now)
    return funnel


def _write_funnel(
    document: FunnelDocument, files: Mapping[str, MediaFile], now: datetime, *, is_demo: bool
) -> Funnel:
    funnel = (
        Funnel.objects.select_for_update(of=("self",))
        .select_related("theme")
        .filter(slug=document.slug)
        .first()
    )
    if funnel is None:
        funnel = Funnel(slug=document.slug, created_at=now, is_demo=is_demo, theme=Theme())
    theme = funnel.theme
    theme.name = document.name[:100]
    write_theme(theme, document.theme, files)
    theme.save()
    funnel.theme = theme
    funnel.name = document.name
    funnel.language = document.language
    funnel.hook = document.hook.text
    funnel.reassurance = document.hook.reassurance
    funnel.double_opt_in = document.double_opt_in
    funnel.embed_on = "\n".join(document.embed_on)
    write_share(funnel, document.share, files)
    funnel.save()
    return funnel
