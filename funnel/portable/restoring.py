"""An earlier version written back into the draft. What is live stays as it is."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from funnel.checking.waivers import with_waivers
from funnel.document import FunnelDocument
from funnel.drafts import recorded
from funnel.models import Funnel, Publication
from funnel.portable.exporting import export_media
from funnel.portable.importing import import_funnel
from funnel.publishing import DraftChangedError
from funnel.publishing.history import note_change
from funnel.publishing.loading import published


def restore_version(
    *, funnel: Funnel, version: Publication, revision: int, now: datetime, by: User
) -> None:
    """The draft then says what the version says, at the address the funnel has now.

    Rows are matched by their keys, and the whole is one edit that can be undone. `revision` is
    that of the draft somebody agreed to lose: of another one it raises DraftChangedError.
    Raises RefusedError for files that are lost and ImportRefusedError for what the draft cannot
    hold any more. Where it raises, nothing was written.
    """
    document = version_document(funnel, version)
    media = export_media(document)
    words = _("Brought back version %(number)s") % {"number": version.number}
    with recorded(funnel=funnel, by=by, now=now, words=words):
        funnel.refresh_from_db(fields=["revision"])
        if funnel.revision != revision:
            raise DraftChangedError
        import_funnel(document=document, media=media, now=now, by=None, replace=True)
    note_change(funnel=funnel, by=by, message=f"{words}.")


def version_document(funnel: Funnel, version: Publication) -> FunnelDocument:
    """The version as it would stand in the draft: with the address and the set-aside findings
    that the funnel has now."""
    document = published(version.pk).model_copy(update={"slug": funnel.slug})
    return with_waivers(document, funnel)
