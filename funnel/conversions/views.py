"""What other systems post to, and the signed link somebody presses after a purchase."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from funnel.conversions.forms import LinkForm
from funnel.conversions.landing import OtherContentError, land_conversion
from funnel.conversions.receiving import LANDED, UNKNOWN, pass_over, receive
from funnel.conversions.senders import SENDERS, Message, Sender
from funnel.conversions.signing import is_same, link_signature
from funnel.conversions.telling import HookError, Other, read_json
from funnel.journey.answering import page
from funnel.models import Connection, Conversion, HookEvent, Visit

_NOT_ON = "This connection is not switched on. Switch it on in the admin, under Connections."
_ASK, _DONE, _OFF, _WRONG = "ask", "done", "off", "wrong"


@csrf_exempt
@require_POST
def hook(request: HttpRequest, sender: str) -> JsonResponse:
    """A signed message, answered in JSON with a sentence. The same again lands once."""
    try:
        return _taken(request, SENDERS[sender])
    except HookError as error:
        return JsonResponse({"error": str(error)}, status=error.status)


def _taken(request: HttpRequest, sender: Sender) -> JsonResponse:
    now, secret = timezone.now(), _secret(sender.kind)
    body = _body(request, sender.most_bytes)
    sender.check(Message(request.headers, body, secret, now))
    told = sender.read(read_json(body))
    if isinstance(told, Other):
        pass_over(sender=sender, other=told, now=now)
        return _answer("ignored", "This is not about a booking or a purchase.")
    event, is_new = receive(sender=sender, told=told, now=now)
    return _said(sender, event, is_new=is_new)


def _said(sender: Sender, event: HookEvent, *, is_new: bool) -> JsonResponse:
    if event.state == UNKNOWN:
        # Who would send it for days, and then give up on us, hears that it is kept.
        status = 200 if sender.keeps_trying else 404
        sentence = "We know no visitor by this key. The message is kept in the admin."
        return _answer("unknown", sentence, status=status)
    assert event.state == LANDED
    return _answer("landed", "Landed." if is_new else "Landed before. Nothing changed.")


def _answer(state: str, sentence: str, *, status: int = 200) -> JsonResponse:
    name = "message" if status == 200 else "error"
    return JsonResponse({"state": state, name: sentence}, status=status)


def _secret(kind: str) -> str:
    """Raises HookError where nobody may tell us this way."""
    found = Connection.objects.filter(kind=kind, is_on=True).first()
    if found is None or not found.secret:
        raise HookError(404, _NOT_ON)
    return found.secret


def _body(request: HttpRequest, most: int) -> bytes:
    try:
        body = request.body
    except (RawPostDataException, UnreadablePostError) as error:
        raise HookError(400, "Send the body as application/json.") from error
    if len(body) > most:
        raise HookError(413, f"The body is larger than {most // 1024} KB.")
    return body


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, key: str, signature: str) -> HttpResponse:
    """A page with one button; only the press lands the conversion, scanners press nothing."""
    form = LinkForm(request.GET)
    try:
        secret = _secret(Connection.Kind.CONVERSION)
    except HookError:
        return _page(request, _OFF, status=404)
    expected = link_signature(secret, key=key, **form.as_written())
    if not is_same(signature.lower(), expected) or not form.is_valid():
        return _page(request, _WRONG, status=404)
    visit_id = Visit.objects.filter(conversion_key=key).values_list("pk", flat=True).first()
    if visit_id is None:
        return _page(request, _WRONG, status=404)
    if request.method != "POST":
        return _page(request, _ASK, kind=form.cleaned_data["kind"])
    try:
        land_conversion(
            visit_id=visit_id,
            news=form.news(signature=expected),
            way=Conversion.Way.LINK,
            now=timezone.now(),
        )
    except OtherContentError:
        return _page(request, _WRONG, status=409)
    return _page(request, _DONE, kind=form.cleaned_data["kind"])


def _page(request: HttpRequest, state: str, *, kind: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, object] = {"state": state, "is_booking": kind == Conversion.Kind.BOOKED}
    response = page(request, "funnel/conversions/link.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
