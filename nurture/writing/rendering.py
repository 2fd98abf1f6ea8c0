"""A delivery as words: subject, HTML part, text part. Liquid, then Markdown, then the layout.

Called by sending. What a stranger typed never stands in a mail to an address that nobody
has confirmed; a text that cannot be rendered raises and puts that one mail on hold. All that
is not the marketer's is said in the mail's own language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

from leads.business import BusinessFacts, business
from leads.models import VisitFacts
from leads.permission import awaits_confirmation, may_write_on
from nurture.document import MailDoc, ReplyChoiceDoc, SenderDoc
from nurture.models import Delivery
from nurture.planning.facts import words_of
from nurture.planning.versions import ThemeColours, content_of
from nurture.writing import asks, colours
from nurture.writing.bodylinks import counted, links_of
from nurture.writing.links import CONFIRM, OPEN, PREFERENCES, UNSUBSCRIBE, make_links, unsealed
from nurture.writing.opens import may_see_opens
from nurture.writing.requested import RequestedMail
from nurture.writing.senders import Sender, reply_link, sender_of
from nurture.writing.trials import is_trial
from quizzes.cleantext import clean_text
from quizzes.languages import direction, interface_language
from quizzes.markdown import to_html
from quizzes.recall import Words, render

_inliner = css_inline.CSSInliner(
    keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False
)
_as_text = ParserConfig(css=CSS_PROFILES["strict"], display_links=True)
# Nothing of its own: a mail comes from the business.
_HOUSE = SenderDoc()
_BLANK_LINES = re.compile(r"\n{3,}")


class Say(Protocol):
    """How tags in a text are replaced: quizzes.recall.render, or render_gently."""

    def __call__(self, text: str, words: Words, *, is_markdown: bool = True) -> str: ...


class UnrenderableError(ValueError):
    """This mail has no words to be made from: its text, its version or its key is missing."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is written, before anything is recalled in it. `why` ends the mail.

    `choices` are the answers to the question that its button asks.
    """

    mail: MailDoc
    theme: ThemeColours
    language: str
    words: Words
    why: str
    confirm_label: str = ""
    leads_to: str = ""
    choices: tuple[ReplyChoiceDoc, ...] = ()
    sender: SenderDoc = _HOUSE
    counts_links: bool = False

    @property
    def targets(self) -> list[str]:
        """What its ask needs links for."""
        if self.leads_to == CONFIRM:
            return [CONFIRM]
        return asks.targets_of(self.mail.button.target, self.choices)


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    html: str
    text: str
    unsubscribe_url: str
    sender: Sender
    language: str


def render_delivery(delivery: Delivery) -> Rendered:
    """Raises RecallError or UnrenderableError where the text cannot work."""
    written = _series_script if delivery.enrollment else _requested_script
    with translation.override(interface_language(_language_of(delivery))):
        return _rendered(delivery, written(delivery))


def _rendered(delivery: Delivery, script: Script) -> Rendered:
    if script.mail.button.target in asks.QUESTIONS and not script.targets:
        raise UnrenderableError("The question in this mail has no answers.")
    targets = [*script.targets, UNSUBSCRIBE, PREFERENCES]
    if script.confirm_label:
        targets.append(CONFIRM)
    if may_see_opens(delivery.address):
        targets.append(OPEN)
    away = links_of(to_html(render(script.mail.body, script.words))) if script.counts_links else {}
    urls = make_links(delivery=delivery, targets=targets, away=away)
    return lay_out(script, urls, is_tried=is_trial(delivery))


def lay_out(
    script: Script,
    urls: Mapping[str, str],
    *,
    is_tried: bool = False,
    say: Say = render,
    template: str = "nurture/mail.html",
) -> Rendered:
    """The words in their layout; `urls` are by target. Writes nothing.

    Raises RecallError for a text that cannot work, unless `say` is gentle.
    """
    body = to_html(say(script.mail.body, script.words))
    if script.counts_links:
        body = counted(body, urls)
    sender = sender_of(script.sender)
    subject = _subject(script, say, is_tried=is_tried)
    context: dict[str, object] = {
        "subject": subject,
        "preheader": _line(script.mail.preheader, script.words, say),
        "body": body,
        "body_text": as_text(body),
        **_ask(script, urls, say, reply_link(sender, subject)),
        "confirm_label": script.confirm_label,
        "why": script.why,
        "is_trial": is_tried,
        "sender": sender,
        "palette": colours.palette(script.theme),
        **_house_links(urls),
        **_letterhead(script.language),
    }
    html = _inliner.inline(render_to_string(template, context))
    text = _BLANK_LINES.sub("\n\n", render_to_string("nurture/mail.txt", context)).strip() + "\n"
    return Rendered(subject, html, text, urls[UNSUBSCRIBE], sender, language=script.language)


def _subject(script: Script, say: Say, *, is_tried: bool) -> str:
    """Never empty: a mail without one of its own is called by the business."""
    subject = _line(script.mail.subject, script.words, say) or _line(business().name, Words())
    if not is_tried:
        return subject
    return clean_text(_("[Try] %(subject)s") % {"subject": subject}, limit=300)


def _house_links(urls: Mapping[str, str]) -> dict[str, str]:
    """The links that are not the marketer's; every mail can be unsubscribed from."""
    return {
        "confirm_url": urls.get(CONFIRM, ""),
        "unsubscribe_url": urls[UNSUBSCRIBE],
        "preferences_url": urls[PREFERENCES],
        "open_url": urls.get(OPEN, ""),
    }


def _letterhead(language: str) -> dict[str, object]:
    """Who writes, and in which direction."""
    facts = business()
    return {
        "language": language,
        "business": facts,
        "address_lines": _address_lines(facts),
        **_sides(language),
    }


def _ask(
    script: Script, urls: Mapping[str, str], say: Say, reply_url: str
) -> dict[str, str | list[Button]]:
    """The question, '' where there is none, and its buttons: one, or one for each answer."""
    target = script.mail.button.target
    label = _line(script.mail.button.label, script.words, say)
    if target in asks.QUESTIONS and not script.leads_to:
        buttons = [
            Button(_line(each.label, script.words, say), urls[asks.choice_target(each.key)])
            for each in asks.choices_of(target, script.choices)
        ]
        return {"question": label, "buttons": buttons}
    if "/" in script.leads_to:
        url = script.leads_to
    else:
        url = reply_url if script.targets == [] else urls[script.targets[0]]
    return {"question": "", "buttons": [Button(label, url)]}


def as_text(html: SafeString) -> str:
    """The HTML of a body as a reader without HTML sees it; a link keeps its address."""
    lines = get_text(f"<html><body>{html}</body></html>", _as_text).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip()


def _sides(language: str) -> dict[str, str]:
    """Mail readers know no logical sides, so the sheet names them."""
    sides = ("right", "left") if direction(language) == "rtl" else ("left", "right")
    return {"direction": direction(language), "start": sides[0], "end": sides[1]}


def _address_lines(facts: BusinessFacts) -> list[str]:
    """Name and postal address; the name once, where the address begins with it already."""
    lines = facts.postal_address.splitlines()
    return lines if facts.postal_address.startswith(facts.name) else [facts.name, *lines]


def _language_of(delivery: Delivery) -> str:
    if delivery.enrollment:
        return content_of(delivery.enrollment.version).language
    return _requested(delivery).language


def _requested(delivery: Delivery) -> RequestedMail:
    if not delivery.content:
        raise UnrenderableError("This mail has no content.")
    return RequestedMail.model_validate_json(delivery.content)


def _series_script(delivery: Delivery) -> Script:
    enrollment = delivery.enrollment
    assert enrollment is not None
    content = content_of(enrollment.version)
    message = content.message(delivery.message_key)
    if message is None:
        raise UnrenderableError(f"The series has no mail called {delivery.message_key!r}.")
    # Who was brought in from a list has not walked through anything yet.
    story = VisitFacts.objects.filter(
        lead_id=enrollment.lead_id, visit_id=enrollment.visit_id or 0
    ).first()
    words = words_of(story, first_name=delivery.lead.name, results=content.results)
    if delivery.address.confirmed_at is None:
        words = _own_words(words)
    asked = content.sequence.purpose == "series"
    why = (
        why_asked(content.sequence.name)
        if asked
        else _("You get this because you said yes to further mails.")
    )
    return Script(
        mail=message,
        theme=content.theme,
        language=content.language,
        words=words,
        why=why,
        choices=message.choices,
        sender=content.sequence.sender,
        counts_links=content.sequence.counts_links,
    )


def _requested_script(delivery: Delivery) -> Script:
    content = _requested(delivery)
    said = content.words
    words = Words(
        first_name=delivery.lead.name,
        result=said.get("result", ""),
        answers=said.get("answers", {}),
        topics=said.get("topics", {}),
        source=said.get("source", ""),
    )
    is_confirmed = delivery.address.confirmed_at is not None
    script = Script(
        mail=content.mail,
        theme=content.theme,
        language=content.language,
        words=words if is_confirmed else _own_words(words),
        why=_why_requested(content),
        leads_to=_leads_to(content),
        choices=content.choices,
        sender=content.sender,
        counts_links=content.counts_links,
    )
    if not content.has_confirm or not awaits_confirmation(delivery.address):
        return script
    label = content.confirm_label or _("Yes, this is my address")
    why = f"{script.why} {_if_not_you(delivery, content)}"
    return replace(script, confirm_label=label, why=why)


def _if_not_you(delivery: Delivery, content: RequestedMail) -> str:
    """True whether or not the funnel waits for the confirm press."""
    if may_write_on(delivery.address):
        return _("If that was not you, press “Unsubscribe” below: then no other mail follows.")
    if content.asked_for:
        return _("If that was not you, do nothing: no other mail follows without your yes.")
    return _("If that was not you, do nothing: no series follows without your yes.")


def _leads_to(content: RequestedMail) -> str:
    """The button's own place: the confirm page, or an address only this mail can name."""
    if not content.seal:
        return content.leads_to
    return settings.SITE_URL + content.leads_to.format(seal=unsealed(content.seal))


def _why_requested(content: RequestedMail) -> str:
    if content.asked_for:
        return why_asked(content.asked_for)
    return _("You get this because this address was entered at %(name)s.") % {
        "name": business().name
    }


def why_asked(name: str) -> str:
    return _("You get this because you asked for “%(name)s”.") % {"name": name}


def _own_words(words: Words) -> Words:
    """Only what the marketer wrote: names, answers and sources may carry a stranger's text."""
    return Words(result=words.result, topics=words.topics)


def _line(text: str, words: Words, say: Say = render) -> str:
    """One clean line; a header never gets a control character."""
    return clean_text(say(text, words, is_markdown=False), limit=300)
