"""The versions of a funnel: all of them, one with its changes, one brought back into the draft."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from funnel.admin.desk_page import desk_page, person
from funnel.checking.faults import Fault, RefusedError
from funnel.journey.preview import preview_page
from funnel.models import Funnel, Publication
from funnel.portable.refusal import ImportRefusedError
from funnel.portable.restoring import restore_version, version_document
from funnel.publishing import DraftChangedError
from funnel.publishing.history import notes_of
from funnel.publishing.lenient import showable
from funnel.publishing.loading import published
from funnel.publishing.saying_changes import say_changes
from funnel.publishing.versions import told_versions, versions_of

_may_change = permission_required("funnel.change_funnel", raise_exception=True)
_may_view = permission_required("funnel.view_funnel", raise_exception=True)
_ON_A_PAGE = 10
_NOTES = 20


@require_GET
@_may_view
def history_page(request: HttpRequest, pk: int) -> HttpResponse:
    funnel = get_object_or_404(Funnel, pk=pk)
    page = Paginator(versions_of(funnel), _ON_A_PAGE).get_page(request.GET.get("page"))
    return desk_page(
        request,
        funnel,
        "history",
        _("Versions"),
        page=page,
        versions=told_versions(funnel, list(page.object_list)),
        notes=notes_of(funnel)[:_NOTES],
    )


@require_GET
@_may_view
def version_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version with all that it changed against the one before."""
    funnel, publication = _version(pk, number)
    [version] = told_versions(funnel, [publication])
    title = _("Version %(number)s") % {"number": number}
    return desk_page(request, funnel, "version", title, version=version)


@require_GET
@_may_view
def version_preview(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What visitors of that version saw, a screen at a time."""
    _funnel, publication = _version(pk, number)
    return preview_page(
        request,
        published(publication.pk),
        step_key=request.GET.get("step", ""),
        question_key=request.GET.get("question", ""),
    )


@require_http_methods(["GET", "POST"])
@_may_change
def restore_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    funnel, version = _version(pk, number)
    if request.method != "POST":
        return _ask(request, funnel, version)
    revision = request.POST.get("revision", "")
    try:
        restore_version(
            funnel=funnel,
            version=version,
            revision=int(revision[:9]) if revision.isdecimal() else -1,
            now=timezone.now(),
            by=person(request),
        )
    except DraftChangedError:
        return _ask(request, funnel, version, is_stale=True)
    except (RefusedError, ImportRefusedError) as error:
        return _ask(request, funnel, version, faults=tuple(error.faults))
    said = _("Version %(number)s is in the draft again. Visitors see it once you publish.")
    messages.success(request, said % {"number": number})
    return redirect("admin:funnel_publish", pk)


def _ask(
    request: HttpRequest,
    funnel: Funnel,
    version: Publication,
    *,
    is_stale: bool = False,
    faults: tuple[Fault, ...] = (),
) -> HttpResponse:
    funnel.refresh_from_db(fields=["revision"])
    title = _("Bring back version %(number)s") % {"number": version.number}
    # What is set aside stays as it is, so it is no change.
    wanted = version_document(funnel, version).model_copy(update={"ignored": ()})
    lines = say_changes(showable(funnel), wanted)
    return desk_page(
        request,
        funnel,
        "restore",
        title,
        version=version,
        lines=lines,
        is_stale=is_stale,
        faults=faults,
    )


def _version(pk: int, number: int) -> tuple[Funnel, Publication]:
    funnel = get_object_or_404(Funnel.objects.select_related("theme"), pk=pk)
    return funnel, get_object_or_404(versions_of(funnel), number=number)
