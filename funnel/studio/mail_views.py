"""What stands around the form of a series or a mail: when it comes, whether it runs, a test."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from funnel.languages import interface_language
from funnel.models import Funnel
from funnel.publishing.lenient import showable
from funnel.studio.frame import get_funnel, is_htmx, may_change, person
from funnel.studio.look_mails import rendered, series_script
from funnel.studio.mail_people import words_as
from funnel.studio.mail_state import act_on, sending_of
from funnel.studio.mail_times import times_of
from funnel.studio.pieces import Piece, piece_row, read_piece
from nurture.models import Message, Sequence
from nurture.sending.own_tests import send_test
from nurture.writing.rendering import Rendered

WISHES = ("pause", "resume", "stop")


@require_safe
@may_change
def times(request: HttpRequest, pk: int, piece: str) -> HttpResponse:
    """The next three moments once more, after a change or for readers in another place."""
    funnel, chosen, row = _found(pk, piece)
    if not is_htmx(request):
        return redirect("studio:page", pk, chosen.slug)
    found = times_of(funnel, row, zone=request.GET.get("zone", ""), now=timezone.now())
    context = {"funnel": funnel, "piece": chosen, "times": found}
    return render(request, "studio/_mail_times.html", context)


@require_POST
@may_change
def act(request: HttpRequest, pk: int, piece: str) -> HttpResponse:
    """Pauses, resumes or stops at once: nothing waits for publishing."""
    funnel, chosen, row = _found(pk, piece)
    wish, now = request.POST.get("wish", ""), timezone.now()
    if wish not in WISHES:
        raise Http404
    act_on(row, wish, by=person(request).get_username(), now=now)  # type: ignore[arg-type]  # one of the three
    if not is_htmx(request):
        return redirect("studio:page", pk, chosen.slug)
    context = {"funnel": funnel, "piece": chosen, "sending": sending_of(row, now=now)}
    return render(request, "studio/_mail_state.html", context)


@require_POST
@may_change
def test(request: HttpRequest, pk: int, piece: str) -> HttpResponse:
    """The mail as it stands in the draft, to the address of who pressed."""
    funnel, chosen, row = _found(pk, piece)
    words, is_wrong = _send(request, funnel, row, timezone.now())
    if not is_htmx(request):
        (messages.warning if is_wrong else messages.success)(request, words)
        return redirect("studio:page", pk, chosen.slug)
    return render(request, "studio/_mail_tested.html", {"words": words, "is_wrong": is_wrong})


def _found(pk: int, slug: str) -> tuple[Funnel, Piece, Sequence | Message]:
    funnel, piece = get_funnel(pk), read_piece(slug)
    row = piece_row(funnel, piece) if piece else None
    if piece is None or not isinstance(row, Sequence | Message):
        raise Http404
    return funnel, piece, row


def _send(
    request: HttpRequest, funnel: Funnel, row: Sequence | Message, now: datetime
) -> tuple[str, bool]:
    """What happened, in words, and whether something went wrong."""
    to = person(request).email
    if not to:
        return _("Your account has no mail address. Write one into it, then try again."), True
    mail = _drawn(request, funnel, row)
    if mail is None:
        return _("There is no mail to send yet. Write its text first."), True
    wrong = send_test(to=to, rendered=mail, now=now)
    said = _("Sent to %(address)s. Look into your inbox.") % {"address": to}
    return (wrong, True) if wrong else (said, False)


def _drawn(request: HttpRequest, funnel: Funnel, row: Model) -> Rendered | None:
    document = showable(funnel)
    series = row.sequence if isinstance(row, Message) else row
    assert isinstance(series, Sequence)
    sequence = document.sequence(series.key)
    if sequence is None:
        return None
    key = row.key if isinstance(row, Message) else ""
    said = words_as(funnel, request.POST.get("as", ""), person(request))
    with translation.override(interface_language(document.language)):
        script = series_script(document, sequence, key, said)
        return rendered(script, leads_to=f"{settings.SITE_URL}/")
