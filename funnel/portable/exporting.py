"""A funnel taken out of the database: its document and the files that belong to it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault, RefusedError
from funnel.checking.laws.media import media_of
from funnel.checking.waivers import with_waivers
from funnel.document import FunnelDocument
from funnel.models import Funnel
from funnel.publishing.compile import compile_funnel
from funnel.publishing.loading import published
from leads.media import find_media


def export_document(funnel: Funnel, *, live: bool = False) -> FunnelDocument:
    """The draft, or what visitors see. Raises RefusedError where there is none to export."""
    if not live:
        return with_waivers(compile_funnel(funnel), funnel)
    if funnel.publication_id is None:
        sentence = _("'%(slug)s' is not live. Export its draft instead.")
        raise RefusedError([Fault("", sentence % {"slug": funnel.slug})])
    return published(funnel.publication_id)


def export_media(document: FunnelDocument) -> dict[str, bytes]:
    """Content by the path the document names. Raises RefusedError for files that are gone."""
    named = {media.path: (place, media.sha256) for place, media in media_of(document)}
    files = find_media({sha256 for _place, sha256 in named.values()})
    contents: dict[str, bytes] = {}
    faults: list[Fault] = []
    for path, (place, sha256) in named.items():
        try:
            with files[sha256].file.open("rb") as file:
                contents[path] = file.read()
        except (KeyError, FileNotFoundError):
            sentence = _("The file %(file)s is lost. Upload it again.")
            faults.append(Fault(f"{place}.path", sentence % {"file": path}))
    if faults:
        raise RefusedError(faults)
    return contents
