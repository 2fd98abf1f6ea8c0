"""The page behind "Choose what you get": what comes, whether opens may be seen, one's own data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from funnel.journey.speaking import browser_language
from funnel.languages import interface_language
from funnel.mail_links.choosing import OpensTerms, choices_page, keep
from funnel.mail_links.pages import draw, machine_of, once_more
from funnel.mail_links.places import document_of
from funnel.privacy.links import send_data_link
from nurture.models import MailLink
from nurture.reader.opens import opens_text
from nurture.reader.unsubscribing import unsubscribe


def choose(request: HttpRequest, link: MailLink) -> HttpResponse:
    """One form with what comes; beside it everything can be stopped, and one's data asked for.

    What takes something back is always honoured; only a person agrees or asks for data.
    """
    now = timezone.now()
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == "stop":
        unsubscribe(link=link, channel="page", now=now)
        return draw(request, link, "unsubscribe", is_done=True)
    document = document_of(link)
    language = document.language if document else browser_language(request)
    with translation.override(interface_language(language)):
        text = opens_text()
    is_ask = act == "data" or (act == "keep" and request.POST.get("opens") == "yes")
    is_machine = is_ask and bool(machine_of(request, link, now=now))
    if act == "keep":
        terms = OpensTerms(text, language, may_agree=not is_machine)
        keep(link=link, sent=request.POST, opens=terms, now=now)
    elif act == "data" and not is_machine:
        said = document.language if document else ""
        send_data_link(address=link.delivery.address, language=said, now=now)
    shown = {**choices_page(link, document, now=now), "opens_text": text}
    if is_machine:
        return once_more(request, link, "preferences", now=now, **shown)
    return draw(request, link, "preferences", act=act, **shown)
