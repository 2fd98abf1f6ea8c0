"""A mail of a draft as its reader gets it, with the head that a mail program shows above it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from funnel.document import FunnelDocument, OptInStep, QuizStep
from funnel.journey.preview import words_of
from funnel.journey.trail import Screen
from funnel.languages import interface_language
from funnel.studio.imagining import trail_to
from nurture.document import MailDoc, MessageDoc, SequenceDoc
from nurture.planning.versions import ThemeColours
from nurture.writing.links import PREFERENCES, UNSUBSCRIBE
from nurture.writing.rendering import Script, lay_out, why_asked
from quizzes.recall import render_gently

TEMPLATE = "studio/look_mail.html"


def series_mail(document: FunnelDocument, sequence: SequenceDoc, key: str) -> HttpResponse:
    """One mail of a series; the first where none has this key."""
    mails = {each.key: each for each in sequence.messages}
    why = _("You get this because you said yes to further mails.")
    with translation.override(interface_language(document.language)):
        if sequence.purpose == "series":
            why = why_asked(sequence.name)
        return _page(
            document, mails.get(key, sequence.messages[0]), why, _outcome(document, sequence)
        )


def first_mail(document: FunnelDocument, step: OptInStep) -> HttpResponse:
    """What goes out as soon as an address was left."""
    with translation.override(interface_language(document.language)):
        return _page(document, step.mail, why_asked(step.title), "")


def _outcome(document: FunnelDocument, sequence: SequenceDoc) -> str:
    """The result whose people get this series."""
    rules = (rule for rule in document.series_rules if rule.sequence == sequence.key)
    return next((rule.outcome for rule in rules if rule.outcome), "")


def _page(document: FunnelDocument, mail: MailDoc, why: str, outcome: str) -> HttpResponse:
    trail, _state = trail_to(document, _end(document), outcome)
    look = document.theme
    script = Script(
        mail=mail,
        theme=ThemeColours(accent=look.accent, accent_dark=look.accent_dark, corner=look.corner),
        language=document.language,
        words=words_of(document, trail),
        why=why,
        choices=mail.choices if isinstance(mail, MessageDoc) else (),
    )
    targets = (*script.targets, UNSUBSCRIBE, PREFERENCES)
    urls = dict.fromkeys(targets, "#")
    found = lay_out(script, urls, say=render_gently, template=TEMPLATE)
    return HttpResponse(found.html)


def _end(document: FunnelDocument) -> Screen:
    """Where the reader of a mail has come to."""
    last = document.steps[-1]
    if isinstance(last, QuizStep):
        return Screen(last.key, last.quiz.questions[-1].key)
    return Screen(last.key)
