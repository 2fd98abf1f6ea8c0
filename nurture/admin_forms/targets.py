"""Where the one button of a mail leads, and what ends a series, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

Choices = list[tuple[str, StrOrPromise]]

_PLACES = (
    ("result", _("Their result")),
    ("offer", _("The offer")),
    ("resume", _("Where they stopped")),
)
_IN_THE_MAIL = (
    ("poll", _("A question, answered in the mail")),
    ("helped", _("“Did it help?”, answered in the mail")),
    ("done", _("“Done”: they tell you they did it")),
    ("reply", _("An answer to you, by mail")),
)
_GOALS = (
    ("offer", _("They took the offer or bought")),
    ("call", _("They asked for a call or booked one")),
)


def places(steps: dict[str, str]) -> Choices:
    """Where the button of a mail can lead; `steps` maps a step's key to its words."""
    return [*_PLACES, *_steps(steps)]


def targets(steps: dict[str, str]) -> Choices:
    """What a mail may ask for: a way to go, or an answer in the mail itself."""
    return [*places(steps), *_IN_THE_MAIL]


def grouped_targets(steps: dict[str, str]) -> list[tuple[StrOrPromise, Choices]]:
    return [
        (_("It leads to"), places(steps)),
        (_("It is answered in the mail"), [*_IN_THE_MAIL]),
    ]


def goals(steps: dict[str, str]) -> Choices:
    """What a series can be there for; once it is reached, nothing more is sent."""
    said = [
        (f"step:{key}", _("They said yes to %(step)s") % {"step": words})
        for key, words in steps.items()
    ]
    return [*_GOALS, *said]


def _steps(steps: dict[str, str]) -> Choices:
    return [(f"step:{key}", words) for key, words in steps.items()]
