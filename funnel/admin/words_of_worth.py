"""What a step asks and gives, in the marketers' words. The picture of the ladder calls it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funnel.models import Step
from funnel.worth import Worth

_SIZES = {
    "": gettext_lazy("asks nothing"),
    "small": gettext_lazy("small ask"),
    "medium": gettext_lazy("medium ask"),
    "big": gettext_lazy("big ask"),
}
_PLAIN = {
    Step.Kind.QUIZ: gettext_lazy("the sense of getting somewhere"),
    Step.Kind.POLL: gettext_lazy("how everybody else answered"),
    Step.Kind.STATEMENT: gettext_lazy("one thought"),
    Step.Kind.OPT_IN: gettext_lazy("what was promised, by mail at once"),
    Step.Kind.OFFER: gettext_lazy("the thing itself, to who takes it"),
}
_RESULTS = {
    Step.Part.WHOLE: gettext_lazy("the result, why it fits, and what to do first"),
    Step.Part.FIRST: gettext_lazy("the result’s name and its first words"),  # noqa: RUF001  # an apostrophe
    Step.Part.REST: gettext_lazy("the rest: why it fits, and what to do first"),
}
_GIFTS = {
    Step.Kind.CHECKLIST: gettext_lazy("a checklist to keep"),
    Step.Kind.GUIDE: gettext_lazy("a short guide"),
    Step.Kind.VIDEO: gettext_lazy("a short training"),
    Step.Kind.LINK: gettext_lazy("something useful elsewhere"),
}


def asks_in_words(worth: Worth) -> str:
    return str(_SIZES[worth.size])


def gives_in_words(step: Step, mail_count: int) -> str:
    """What a visitor has of it at once, with the minutes of a gift."""
    kind = Step.Kind(step.kind)
    if kind == Step.Kind.RESULT:
        return str(_RESULTS[Step.Part(step.part)])
    if step.magnet is None:
        return str(_PLAIN[kind])
    minutes = ngettext("%(count)s minute", "%(count)s minutes", step.magnet.minutes)
    taken = minutes % {"count": step.magnet.minutes}
    if kind == Step.Kind.SERIES:
        mails = ngettext("%(count)s mail", "%(count)s mails", mail_count) % {"count": mail_count}
        return _("%(mails)s, the first to read now, %(minutes)s") % {
            "mails": mails,
            "minutes": taken,
        }
    return _("%(gift)s, %(minutes)s") % {"gift": _GIFTS[kind], "minutes": taken}
