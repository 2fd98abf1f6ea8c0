"""Where a new funnel begins: the gallery of starts, seven questions, a copy of one that stands."""

from __future__ import annotations

from csp.constants import SELF
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from funnel.admin.start_form import StartForm, sender_of_the_business
from funnel.journey.preview import preview_page
from funnel.models import Funnel
from funnel.starts.beginning import begin_from
from funnel.starts.copying import copy_funnel
from funnel.starts.filling import unanswered
from funnel.starts.gallery import Start, found, mail_count, seconds_to_value, start_named
from funnel.starts.questions import QUESTIONS

_may_add = permission_required("funnel.add_funnel", raise_exception=True)
_ask_first = require_http_methods(["GET", "POST"])


@require_GET
@_may_add
def gallery_page(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "")[:100]
    cards = [_card(start) for start in found(wanted)]
    return _page(request, "starts", _("Start from something"), cards=cards, wanted=wanted)


@_ask_first
@_may_add
def start_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Seven questions; the draft is made from whatever is answered."""
    start = _start(slug)
    if request.method == "POST":
        form = StartForm(request.POST, start=start)
        if form.is_valid():
            return _begun(request, start, form.answers)
    else:
        form = StartForm(start=start, initial={"sender": sender_of_the_business()})
    return _page(
        request,
        "start",
        _("Seven questions"),
        status=422 if form.errors else 200,
        form=form,
        card=_card(start),
        steps=[(step.key, step.invite) for step in start.example.steps],
    )


@require_GET
@_may_add
def look_through(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of its screens beside a phone; each line opens its screen in the phone."""
    start = _start(slug)
    screens = [(step.key, step.invite) for step in start.example.steps]
    return _page(request, "start_look", _("Look at it"), card=_card(start), screens=screens)


@require_GET
@xframe_options_sameorigin
@_may_add
def look_at_start(request: HttpRequest, slug: str) -> HttpResponse:
    """A screen of the example, as visitors would see it; the first one when none is named."""
    wanted = request.GET.get("step", "")[:50]
    response = preview_page(request, _start(slug).example, step_key=wanted)
    # It stands in a frame of our own.
    response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]  # django-csp
    return response


@_ask_first
@_may_add
def copy_page(request: HttpRequest, pk: int) -> HttpResponse:
    funnel = get_object_or_404(Funnel, pk=pk)
    if request.method == "POST":
        made = copy_funnel(funnel=funnel, now=timezone.now(), by=_by(request))
        words = _("“%(name)s” stands at /f/%(slug)s/. Nobody sees it before you publish it.")
        messages.success(request, words % {"name": made.name, "slug": made.slug})
        return redirect("studio:page", made.pk)
    return _page(request, "copy", _("Copy"), funnel=funnel)


def _begun(request: HttpRequest, start: Start, answers: dict[str, str]) -> HttpResponse:
    funnel = begin_from(start=start, answers=answers, now=timezone.now(), by=_by(request))
    messages.success(request, _what_is_left(answers))
    return redirect("studio:page", funnel.pk)


def _what_is_left(answers: dict[str, str]) -> str:
    left = unanswered(answers)
    if not left:
        return _("Your draft is ready. Read it once, change what is not yet yours, and publish it.")
    labels = [f"“{each.label}”" for each in QUESTIONS if each.key in left]
    words = _("Your draft is ready. Still to fill in before it can go live: %(left)s")
    return words % {"left": get_text_list(labels, _("and"))}


def _start(slug: str) -> Start:
    start = start_named(slug)
    if start is None:
        raise Http404
    return start


def _card(start: Start) -> dict[str, object]:
    """What the picture of a start is made of."""
    example = start.example
    first = example.steps[0]
    quiz = getattr(first, "quiz", None)
    return {
        "start": start,
        "name": example.name,
        "hook": example.hook.text,
        "theme": example.theme,
        "question": quiz.questions[0].text if quiz else "",
        "choices": [each.text for each in quiz.questions[0].options][:4] if quiz else [],
        "steps": len(example.steps),
        "mails": mail_count(example),
        "seconds": seconds_to_value(example),
    }


def _by(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {**admin.site.each_context(request), "opts": Funnel._meta, "title": title, **more}
    return render(request, f"funnel_admin/{template}.html", context, status=status)
