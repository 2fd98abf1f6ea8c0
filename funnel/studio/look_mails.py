"""A mail of a draft as its reader gets it, with the head that a mail program shows above it."""

from __future__ import annotations

from dataclasses import replace

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
from nurture.writing.rendering import Rendered, Script, lay_out, why_asked
from quizzes.recall import Words, render_gently

TEMPLATE = "studio/look_mail.html"


def series_mail(
    document: FunnelDocument, sequence: SequenceDoc, key: str, *, said: Words | None = None
) -> HttpResponse:
    """One mail of a series; the first where none has this key. `said` are the words of a real
    reader, else those of the example person."""
    with translation.override(interface_language(document.language)):
        return _page(series_script(document, sequence, key, said))


def series_script(
    document: FunnelDocument, sequence: SequenceDoc, key: str, said: Words | None
) -> Script:
    """Call it in the language of the document."""
    mails = {each.key: each for each in sequence.messages}
    why = _("You get this because you said yes to further mails.")
    if sequence.purpose == "series":
        why = why_asked(sequence.name)
    script = _script(
        document, mails.get(key, sequence.messages[0]), why, _outcome(document, sequence)
    )
    words = script.words if said is None else said
    return replace(script, words=words, sender=sequence.sender)


def first_mail(document: FunnelDocument, step: OptInStep) -> HttpResponse:
    """What goes out as soon as an address was left."""
    with translation.override(interface_language(document.language)):
        return _page(_script(document, step.mail, why_asked(step.title), ""))


def rendered(script: Script, *, leads_to: str, template: str = "nurture/mail.html") -> Rendered:
    """All its links lead to one place. Braces that cannot work stay as they were written."""
    targets = (*script.targets, UNSUBSCRIBE, PREFERENCES)
    return lay_out(script, dict.fromkeys(targets, leads_to), say=render_gently, template=template)


def _outcome(document: FunnelDocument, sequence: SequenceDoc) -> str:
    """The result whose people get this series."""
    rules = (rule for rule in document.series_rules if rule.sequence == sequence.key)
    return next((rule.outcome for rule in rules if rule.outcome), "")


def _script(document: FunnelDocument, mail: MailDoc, why: str, outcome: str) -> Script:
    trail, _state = trail_to(document, _end(document), outcome)
    look = document.theme
    return Script(
        mail=mail,
        theme=ThemeColours(accent=look.accent, accent_dark=look.accent_dark, corner=look.corner),
        language=document.language,
        words=words_of(document, trail),
        why=why,
        choices=mail.choices if isinstance(mail, MessageDoc) else (),
    )


def _page(script: Script) -> HttpResponse:
    return HttpResponse(rendered(script, leads_to="#", template=TEMPLATE).html)


def _end(document: FunnelDocument) -> Screen:
    """Where the reader of a mail has come to."""
    last = document.steps[-1]
    if isinstance(last, QuizStep):
        return Screen(last.key, last.quiz.questions[-1].key)
    return Screen(last.key)
