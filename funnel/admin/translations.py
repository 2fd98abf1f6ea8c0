"""The pages of a funnel's further languages: which there are, and the texts of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from funnel.admin.kept_edits import kept_as_edit
from funnel.admin.state import complaints
from funnel.admin.translation_form import TextsForm
from funnel.admin.vocabulary import vocabulary_of
from funnel.document import FunnelDocument
from funnel.languages import called
from funnel.models import Funnel, Translation
from funnel.publishing import PublishError
from funnel.publishing.compile import compile_funnel
from funnel.publishing.history import note_change
from funnel.translating import missing, places, said_in
from funnel.translating.writing import remove_language, write_language

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import ModelAdmin

_may_change = permission_required("funnel.change_funnel", raise_exception=True)


class FunnelLanguages(ModelAdmin[Funnel]):
    """What FunnelAdmin has for languages: their pages, and a line that leads there."""

    change_form_outer_after_template = "funnel_admin/_languages.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/languages/", view(languages_page), name="funnel_languages"),
            path("<int:pk>/languages/<slug:language>/", view(texts_page), name="funnel_language"),
            *super().get_urls(),
        ]

    # Any: the extra context of an admin page.
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        names: list[str] = []
        if object_id and object_id.isdigit():
            rows = Translation.objects.filter(funnel_id=int(object_id))
            codes = rows.values_list("language", flat=True).order_by("language").distinct()
            names = [called(code) for code in codes]
        extra = {**(extra_context or {}), "further_languages": names}
        return super().changeform_view(request, object_id, form_url, extra)


@require_safe
@_may_change
def languages_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every language of the funnel with how far it is; a new one begins with its first text."""
    funnel = get_object_or_404(Funnel.objects.select_related("theme"), pk=pk)
    new = request.GET.get("add", "")
    if new in _free(funnel):
        return redirect("admin:funnel_language", pk, new)
    try:
        document = compile_funnel(funnel)
    except PublishError as error:
        return _unfinished(request, funnel, error)
    count = len(places(document))
    languages = [
        {
            "code": code,
            "name": called(code),
            "count": count,
            "done": count - len(missing(document, code)),
        }
        for code in document.translations
    ]
    return _page(
        request,
        funnel,
        "languages",
        _("Languages"),
        languages=languages,
        own=called(funnel.language),
        free=[{"code": code, "name": called(code)} for code in _free(funnel)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_may_change
def texts_page(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Every text beside its translation; all are saved together or none."""
    funnel = get_object_or_404(Funnel.objects.select_related("theme"), pk=pk)
    if language not in _free(funnel) and language not in _standing(funnel):
        raise Http404
    if request.POST.get("act") == "remove":
        return _remove(request, funnel, language)
    try:
        document = compile_funnel(funnel)
    except PublishError as error:
        return _unfinished(request, funnel, error)
    told = document.translations.get(language, {})
    form = TextsForm(
        request.POST or None,
        said=said_in(document),
        told=told,
        vocabulary=vocabulary_of(funnel),
        language=language,
    )
    if request.method == "POST" and form.is_valid():
        return _save(request, funnel, language, form)
    return _texts(request, funnel, language, document, form)


def _texts(
    request: HttpRequest, funnel: Funnel, language: str, document: FunnelDocument, form: TextsForm
) -> HttpResponse:
    count = len(places(document))
    return _page(
        request,
        funnel,
        "texts",
        called(language),
        form=form,
        groups=form.groups(),
        own=called(funnel.language),
        own_code=funnel.language,
        language=language,
        name=called(language),
        count=count,
        done=count - len(missing(document, language)),
        is_standing=language in document.translations,
    )


def _save(request: HttpRequest, funnel: Funnel, language: str, form: TextsForm) -> HttpResponse:
    texts = form.changed_texts()
    if texts:
        with kept_as_edit(request, funnel, _("texts translated")):
            write_language(funnel=funnel, language=language, texts=texts)
        message = _("Wrote texts in %(language)s.") % {"language": called(language)}
        note_change(funnel=funnel, by=_by(request), message=message)
    sentence = ngettext("%(count)s text saved.", "%(count)s texts saved.", len(texts))
    messages.success(request, sentence % {"count": len(texts)})
    return redirect("admin:funnel_language", funnel.pk, language)


def _remove(request: HttpRequest, funnel: Funnel, language: str) -> HttpResponse:
    with kept_as_edit(request, funnel, _("language removed")):
        remove_language(funnel=funnel, language=language)
    message = _("Removed the language %(language)s.") % {"language": called(language)}
    note_change(funnel=funnel, by=_by(request), message=message)
    sentence = _("%(language)s is removed. What is live keeps it until you publish.")
    messages.success(request, sentence % {"language": called(language)})
    return redirect("admin:funnel_languages", funnel.pk)


def _standing(funnel: Funnel) -> set[str]:
    return set(funnel.translations.values_list("language", flat=True))


def _free(funnel: Funnel) -> list[str]:
    """Languages that we have words in and the funnel does not have yet."""
    taken = {funnel.language, *_standing(funnel)}
    return [code for code, _name in settings.LANGUAGES if code not in taken]


def _by(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _unfinished(request: HttpRequest, funnel: Funnel, error: PublishError) -> HttpResponse:
    found = complaints(funnel, tuple(error.faults))
    return _page(request, funnel, "not_yet", _("Languages"), complaints=found)


def _page(
    request: HttpRequest, funnel: Funnel, template: str, title: str, **more: object
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "funnel": funnel,
        "opts": Funnel._meta,
        "title": f"{title}: {funnel.name}",
        **more,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"funnel_admin/{template}.html", context, status=status)
