"""The last step of an alert: a mail past the queue, or a post to a chat."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import format_datetime, formataddr, make_msgid
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.utils.translation import gettext as _

from leads.business import business
from leads.hooks.posting import PostError, post
from leads.models import AlertChoice
from nurture.alerting.composing import Words
from nurture.sending.refusals import RefusedError, Verdict, judge
from nurture.sending.transport import transport
from nurture.writing.composing import sender_domain

_PATIENCE_SECONDS = 10.0
# Where Microsoft takes what a channel of Teams is told; it wants a card and no plain text.
_TEAMS = (".office.com", ".azure.com", ".powerplatform.com")


class UndeliveredError(Exception):
    """Its text is a sentence for the person who was to be told."""


def deliver(*, user: User, choice: AlertChoice, words: Words, now: datetime) -> None:
    """By mail or by chat, as they chose. Raises UndeliveredError; what may have arrived has."""
    if choice.way == AlertChoice.Way.CHAT:
        _chat(choice.chat_url, words)
    else:
        _mail(user, words, now)


def _mail(user: User, words: Words, now: datetime) -> None:
    if not user.email:
        raise UndeliveredError(_("There is no mail address in your account."))
    facts = business()
    message = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        from_email=formataddr((facts.sender_name, facts.sender_email)),
        to=[user.email],
        headers={
            "Date": format_datetime(now),
            "Message-ID": make_msgid(domain=sender_domain()),
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        with transport() as server:
            server.open()
            server.send(message)
    except RefusedError as refusal:
        # The last line was sent: most likely it arrived, and once is enough.
        if judge(refusal) is not Verdict.MAYBE_SENT:
            raise UndeliveredError(
                _("The mail server did not take it: %(why)s") % {"why": refusal}
            ) from refusal
    except BadHeaderError as error:
        raise UndeliveredError(_("The address in your account holds a line break.")) from error


def _chat(url: str, words: Words) -> None:
    try:
        answer = post(
            url,
            body=json.dumps(_shaped(url, words), ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json; charset=utf-8"},
            timeout=_PATIENCE_SECONDS,
        )
    except PostError as error:
        raise UndeliveredError(str(error)) from error
    if not answer.is_ok:
        said = {"status": answer.status, "text": answer.text[:150]}
        raise UndeliveredError(_("The chat answered %(status)s: %(text)s") % said)


def _shaped(url: str, words: Words) -> dict[str, object]:
    """Slack and Mattermost take a text, Teams an adaptive card in a message."""
    host = urlsplit(url).hostname or ""
    if not host.endswith(_TEAMS):
        return {"text": f"{words.subject}\n\n{words.text}"}
    blocks = [
        {"type": "TextBlock", "text": words.subject, "weight": "bolder", "wrap": True},
        {"type": "TextBlock", "text": words.text.replace("\n", "\n\n"), "wrap": True},
    ]
    card = {"type": "AdaptiveCard", "version": "1.4", "body": blocks}
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "content": card}]}
