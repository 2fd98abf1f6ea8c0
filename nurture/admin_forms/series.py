"""A mail series in the admin: whom it comes from, when it may arrive, what ends it."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
)

from leads.business import business
from nurture.admin_forms.clocks import clock, number
from nurture.admin_forms.targets import goals
from nurture.document import WindowDoc
from nurture.holiday_places import countries, country_name, is_place, parts_of
from nurture.models import Sequence
from quizzes.wording import WordedForm

WEEKDAYS = (
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
)
TURNS = (
    (1, _("First of all")),
    (2, _("Very early")),
    (3, _("Early")),
    (4, _("A little before the others")),
    (5, _("As usual")),
    (6, _("A little after the others")),
    (7, _("Late")),
    (8, _("Very late")),
    (9, _("Last of all")),
)
_LONGEST_REENTRY = 730


class PlaceField(forms.ChoiceField):
    """Countries, and the parts of those that matter here; any that is known is taken."""

    def valid_value(self, value: object) -> bool:
        return value == "" or is_place(str(value))

    def offer(self, *chosen: str) -> None:
        near = dict.fromkeys(code[:2] for code in chosen if is_place(code))
        parts = [(country_name(code), parts_of(code)) for code in near if parts_of(code)]
        self.choices = [
            ("", _("No country: all days count")),
            *parts,
            (_("Countries"), countries()),
        ]


class SeriesForm(WordedForm[Sequence]):
    """The send window as days and hours instead of its stored form."""

    words = {
        "name": (_("Name"), _("People read it when they ask for the series.")),
        "purpose": (_("Who may get it"), _("Only people who agreed to exactly this.")),
        "sender_name": (_("Name of the sender"), _("Empty: your business's sender name.")),
        "sender_email": (
            _("Address of the sender"),
            _("Empty: your business's. Your mail provider has to know it."),
        ),
        "reply_to": (_("Answers go to"), _("Empty: where your business's answers go.")),
        "counts_links": (
            _("Count presses on links in the texts"),
            _("These links then lead over a page of yours that says where they go."),
        ),
    }

    days = forms.MultipleChoiceField(
        label=_("Mails may arrive on"),
        choices=WEEKDAYS,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        error_messages={"required": _("Choose at least one day, or no mail ever leaves.")},
    )
    opens = forms.TimeField(label=_("From"), widget=clock())
    closes = forms.TimeField(
        label=_("Until"),
        widget=clock(),
        help_text=_("By the reader's clock, or yours where it is not known. Never at night."),
    )
    holidays = PlaceField(
        label=_("No mails on public holidays of"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("Its regions appear once a country is chosen."),
    )
    ends_when = forms.MultipleChoiceField(
        label=_("It ends when"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("It also ends for who unsubscribes, is won, or is no match."),
    )
    comes_back = forms.ChoiceField(
        label=_("Who was through it and comes again"),
        choices=(("never", _("Does not get it again")), ("after", _("Gets it again"))),
        widget=UnfoldAdminSelectWidget,
    )
    pause_between = number(
        _("Days in between"),
        least=0,
        most=_LONGEST_REENTRY,
        help_text=_("Counted from the end of the last time."),
    )
    turn = forms.TypedChoiceField(
        label=_("Where two mails to one person are due"),
        choices=TURNS,
        coerce=int,
        widget=UnfoldAdminSelectWidget,
        help_text=_("Nobody gets two on one day: the other one waits."),
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = {**WindowDoc().model_dump(), **(self.instance.window or {})}
        self.initial["days"] = list(standing["days"])
        self.initial["opens"] = time.fromisoformat(standing["opens"])
        self.initial["closes"] = time.fromisoformat(standing["closes"])
        self.initial["holidays"] = standing["holidays"]
        reentry = self.instance.reentry_days
        self.initial["comes_back"] = "never" if reentry is None else "after"
        self.initial["pause_between"] = 90 if reentry is None else reentry
        self.initial["turn"] = self.instance.priority
        self._offer_places(standing["holidays"])
        self._offer_goals()

    def _offer_places(self, standing: str) -> None:
        field = self.fields.get("holidays")
        if isinstance(field, PlaceField):
            field.offer(standing, business().country)

    def _offer_goals(self) -> None:
        """A step that is gone is not offered; with the next save it is no goal any more."""
        field = self.fields.get("ends_when")
        if isinstance(field, forms.MultipleChoiceField):
            offered = goals(self._asking())
            field.choices = offered
            known = {key for key, _words in offered}
            self.initial["ends_when"] = [key for key in self.instance.goals if key in known]

    def _asking(self) -> dict[str, str]:
        """The steps one can say yes to, and those that are a goal already."""
        words, standing = self.vocabulary, self.instance.goals
        return {
            key: name
            for key, name in words.steps.items()
            if (act := f"step:{key}") in words.acts or act in standing
        }

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._write_window(cleaned)
        if "ends_when" in cleaned:
            self.instance.goals = cleaned["ends_when"]
        if cleaned.get("turn"):
            self.instance.priority = cleaned["turn"]
        if cleaned.get("comes_back") and "pause_between" in cleaned:
            self._write_return(cleaned["comes_back"], cleaned["pause_between"])
        return cleaned

    # Any: as clean().
    def _write_window(self, cleaned: dict[str, Any]) -> None:
        if not {"days", "opens", "closes"} <= cleaned.keys():
            return
        if cleaned["opens"] >= cleaned["closes"]:
            self.add_error("closes", _("This is before the first hour. Choose a later one."))
            return
        self.instance.window = {
            "days": cleaned["days"],
            "opens": cleaned["opens"].strftime("%H:%M"),
            "closes": cleaned["closes"].strftime("%H:%M"),
            "holidays": cleaned.get("holidays", self.initial["holidays"]),
        }

    def _write_return(self, choice: str, days: int | None) -> None:
        if choice == "after" and days is None:
            self.add_error("pause_between", _("Write after how many days, for example 90."))
            return
        self.instance.reentry_days = days if choice == "after" else None
