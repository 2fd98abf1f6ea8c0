"""What a text belongs to, in words a marketer knows: question “How often?”, step 3."""

from __future__ import annotations

from django.utils.functional import lazystr
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from pydantic import BaseModel

FUNNEL = _("the funnel")
# By the field a part stands in: its name in words, and which of its own texts names it.
_THINGS: dict[str, tuple[StrPromise, str]] = {
    "hook": (_("the first screen"), ""),
    "by_source": (_("first words for “%(name)s”"), "source"),
    "share": (_("the shared link"), ""),
    "fields": (_("field “%(name)s”"), "label"),
    "steps": (_("step %(number)s"), ""),
    "questions": (_("question “%(name)s”"), "text"),
    "choices": (_("answer “%(name)s”"), "text"),
    "outcomes": (_("result “%(name)s”"), "name"),
    "topics": (_("topic “%(name)s”"), "name"),
    "figures": (_("figure “%(name)s”"), "name"),
    "magnet": (_("gift “%(name)s”"), "title"),
    "items": (_("line “%(name)s”"), "text"),
    "mail": (_("mail “%(name)s”"), "subject"),
    "messages": (_("mail “%(name)s”"), "subject"),
    "offer": (_("offer “%(name)s”"), "headline"),
    "sequences": (_("mail series “%(name)s”"), "name"),
}
_FIELDS: dict[str, StrPromise] = {
    "accepted": _("the right answers, one a line"),
    "alt": _("the description of the picture"),
    "body": _("the text"),
    "button": _("the button"),
    "explanation": _("the explanation"),
    "first_action": _("what to do first"),
    "headline": _("the headline"),
    "help": _("the line below"),
    "later": _("what follows “not now”"),
    "opening": _("their own answer, first"),
    "whatsapp_text": _("what stands in the chat already"),
    "high_label": _("the label of the high end"),
    "interpretation": _("what it means"),
    "invite": _("the button that leads there"),
    "label": _("the words on it"),
    "low_label": _("the label of the low end"),
    "marketing": _("the words beside the box"),
    "name": _("the name"),
    "not_now": _("the second button"),
    "preheader": _("the line after the subject"),
    "price": _("the price"),
    "problem": _("the problem it takes up"),
    "promise": _("what it promises"),
    "proof": _("the proof"),
    "reassurance": _("the line at the foot"),
    "share_text": _("what a shared link says"),
    "skip_label": _("the button that skips"),
    "subject": _("the subject"),
    "terms": _("the terms"),
    "text": _("the text"),
    "thanks": _("what happens next"),
    "title": _("the title"),
    "transcript": _("the transcript"),
    "unit": _("the unit"),
    "why": _("why we ask"),
}
_LONGEST = 60


def thing_of(field: str, part: BaseModel, number: int) -> str | StrPromise | None:
    """None for a part that is no thing of its own: its texts belong to what holds it."""
    if field not in _THINGS:
        return None
    words, named_by = _THINGS[field]
    if named_by and not hasattr(part, named_by):
        # The answers to a question in a mail.
        named_by = "label"
    name = Truncator(str(getattr(part, named_by, ""))).chars(_LONGEST) if named_by else ""
    return words % {"number": number, "name": name}


def field_name(field: str) -> str | StrPromise:
    """A field in words; one that has none yet is called by its own."""
    return _FIELDS.get(field) or lazystr(field.replace("_", " "))
