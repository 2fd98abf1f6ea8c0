"""A funnel out of a file, from the browser. Nothing is stored of a file with a fault."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from funnel.admin.start_form import ImportForm
from funnel.checking.faults import Fault
from funnel.models import Funnel
from funnel.portable.reading import Portable, portable_faults, read_portable
from funnel.portable.refusal import ImportRefusedError
from funnel.starts.beginning import bring_in, free_slug, write_over

_may_add = permission_required("funnel.add_funnel", raise_exception=True)
# More would be no help, and a file can hold thousands.
_MOST_FAULTS = 100


@require_http_methods(["GET", "POST"])
@_may_add
def import_page(request: HttpRequest) -> HttpResponse:
    """Asks before it writes over a draft that stands, and offers a free address instead."""
    if request.method == "GET":
        return _page(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        portable = _read(form.cleaned_data["file"])
        standing = Funnel.objects.filter(slug=portable.document.slug).first()
        if standing is not None and not form.cleaned_data["taken"]:
            _refuse_faulty(portable)
            free = free_slug(standing.slug)
            return _page(request, form, standing=standing, free=free)
        return _brought_in(request, portable, standing, form.cleaned_data["taken"])
    except ImportRefusedError as error:
        return _page(request, form, faults=error.faults)


def _brought_in(
    request: HttpRequest, portable: Portable, standing: Funnel | None, taken: str
) -> HttpResponse:
    assert isinstance(request.user, User)
    now, by = timezone.now(), request.user
    if standing is not None and taken == "replace":
        if not by.has_perm("funnel.change_funnel"):
            raise PermissionDenied
        funnel = write_over(funnel=standing, portable=portable, now=now, by=by)
        words = _("The draft says what the file says. What is live has not changed.")
    else:
        funnel = bring_in(portable=portable, now=now, by=by)
        words = _("The file is a draft at /f/%(slug)s/. Nobody sees it before you publish it.")
    messages.success(request, words % {"slug": funnel.slug})
    return redirect("studio:page", funnel.pk)


def _refuse_faulty(portable: Portable) -> None:
    faults = portable_faults(portable)
    if faults:
        raise ImportRefusedError(faults)


def _read(file: UploadedFile[bytes]) -> Portable:
    """Through a folder with nothing else in it, so a file can name nothing beside itself."""
    suffix = ".zip" if str(file.name).lower().endswith(".zip") else ".yaml"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"funnel{suffix}"
        with path.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        return read_portable(path)


def _page(
    request: HttpRequest,
    form: ImportForm,
    *,
    faults: list[Fault] | None = None,
    standing: Funnel | None = None,
    free: str = "",
) -> HttpResponse:
    found = faults or []
    context = {
        **admin.site.each_context(request),
        "opts": Funnel._meta,
        "title": _("Import a funnel"),
        "form": form,
        "faults": found[:_MOST_FAULTS],
        "fault_count": len(found),
        "standing": standing,
        "free": free,
    }
    status = 200 if request.method == "GET" else 422
    return render(request, "funnel_admin/import.html", context, status=status)
