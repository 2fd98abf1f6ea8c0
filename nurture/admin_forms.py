"""The forms a mail series is written with in the admin."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
)

from nurture.document import WindowDoc
from nurture.models import Message, Sequence
from quizzes.wording import ConditionForm, KeyedForm, LabelledForm, SpokenForm

WEEKDAYS = (
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
)
PLAIN_TARGETS = (
    ("result", _("Their result")),
    ("offer", _("The offer")),
    ("resume", _("Where they stopped")),
)


def _clock() -> forms.TimeInput:
    """The browser's own clock field, in hours and minutes."""
    return forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": " ".join(INPUT_CLASSES)})


def targets(steps: dict[str, str]) -> list[tuple[str, StrOrPromise]]:
    """Where the button of a mail may lead; `steps` maps a step's key to its words."""
    return [*PLAIN_TARGETS, *((f"step:{key}", words) for key, words in steps.items())]


class SeriesForm(LabelledForm[Sequence]):
    """The send window as days and hours instead of its stored form."""

    words = {
        "name": (_("Name"), _("People read it when they ask for the series.")),
        "purpose": (_("Who may get it"), _("Only people who agreed to exactly this.")),
        "is_paused": (_("On hold"), _("Nobody gets a mail of it until you switch this off.")),
    }

    days = forms.MultipleChoiceField(
        label=_("Mails may arrive on"),
        choices=WEEKDAYS,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    opens = forms.TimeField(label=_("From"), widget=_clock())
    closes = forms.TimeField(
        label=_("Until"), widget=_clock(), help_text=_("In your business's time zone.")
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = {**WindowDoc().model_dump(), **(self.instance.window or {})}
        self.initial["days"] = list(standing["days"])
        self.initial["opens"] = time.fromisoformat(standing["opens"])
        self.initial["closes"] = time.fromisoformat(standing["closes"])

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not {"days", "opens", "closes"} <= cleaned.keys():
            return cleaned
        if cleaned["opens"] >= cleaned["closes"]:
            self.add_error("closes", _("This is before the first hour. Choose a later one."))
            return cleaned
        self.instance.window = {
            "days": cleaned["days"],
            "opens": cleaned["opens"].strftime("%H:%M"),
            "closes": cleaned["closes"].strftime("%H:%M"),
        }
        return cleaned


class MailForm(KeyedForm[Message], ConditionForm[Message], SpokenForm[Message]):
    key_parent, key_source = "sequence", "subject"
    spoken_fields = ("subject", "preheader", "body", "button_label")
    has_results = True
    words = {
        "delay_days": (
            _("Days to wait"),
            _("After the mail before; for the first one, after the series began."),
        ),
        "subject": (_("Subject"), _("What they get from opening it, in a few words.")),
        "preheader": (_("Line after the subject"), _("Mail programs show it beside the subject.")),
        "body": (_("Text"), _("Short. Asks for one small thing.")),
        "button_label": (_("Words on the button"), ""),
    }

    delay_at = forms.TimeField(
        label=_("Not before"), required=False, widget=_clock(), help_text=_("Empty: any open hour.")
    )
    button_target = forms.ChoiceField(
        label=_("The button leads to"), widget=UnfoldAdminSelectWidget, choices=PLAIN_TARGETS
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["only_when"].label = _("Only send when one of these was chosen")
        target = self.fields["button_target"]
        assert isinstance(target, forms.ChoiceField)
        target.choices = targets(dict(self.vocabulary.steps))
