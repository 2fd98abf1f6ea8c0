"""Where pictures of questions and answers are kept and looked at while a quiz is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import permission_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from leads.media import find_media, store_media

_may_view = permission_required("quizzes.view_quiz", raise_exception=True)


@dataclass(frozen=True, slots=True)
class MediaShelf:
    """The files of leads.media, for forms of a floor that does not know them."""

    now: datetime

    def keep(self, file: UploadedFile[bytes]) -> str:
        return store_media(content=file, name=file.name or "picture", now=self.now).sha256

    def address(self, sha256: str) -> str:
        return reverse("admin:quizzes_picture", args=[sha256])

    def holds(self, sha256: str) -> bool:
        return bool(sha256) and sha256 in find_media({sha256})


@require_GET
@_may_view
def picture(_request: HttpRequest, sha256: str) -> HttpResponse:
    """Leads to the stored file, so that a page of pictures asks the database for none."""
    media = find_media({sha256}).get(sha256)
    if media is None:
        raise Http404
    return redirect(media.file.url)
