"""The look of a funnel in its admin form: colours, letters, corners, logo and picture.

FunnelForm inherits it; the look is a row of its own behind the scenes. How it will look while it
is chosen is drawn from look_of().
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminColorInputWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from funnel.journey.colour import WORDS, contrast
from funnel.journey.palette import DAY, DUSK, EDGES
from funnel.models import Funnel, Theme
from leads.business import business
from leads.picture_forms import PictureField, PictureForm
from quizzes.wording import LabelledForm

LOOK_FIELDS = (
    ("accent", "background"),
    ("accent_dark", "background_dark"),
    ("font", "corner"),
    "logo",
    "logo_alt",
    "picture",
    "picture_alt",
)
_COLOURS = ("accent", "accent_dark", "background", "background_dark")
_PICTURES = ("logo", "logo_alt", "picture", "picture_alt")
_LOOK = (*_COLOURS, "font", "corner", *_PICTURES)
# What a colour stands on, and what that is where nothing is picked.
_GROUNDS = (("accent", "background", DAY.paper), ("accent_dark", "background_dark", DUSK.paper))


def _alt_field() -> forms.CharField:
    return forms.CharField(
        label=_("What it shows"),
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Read aloud to people who cannot see it."),
    )


class LookForm(PictureForm, LabelledForm[Funnel]):
    accent = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("Colour on light"),
        initial="#0b6e4f",
        widget=UnfoldAdminColorInputWidget,
        help_text=_("Buttons, progress and what is chosen."),
    )
    accent_dark = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("Colour on dark"),
        initial="#5fd0a5",
        widget=UnfoldAdminColorInputWidget,
        help_text=_("The same for people who keep their phone dark: a lighter one."),
    )
    background = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("Background on light"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "#fbfaf7", "class": "points"}),
        help_text=_("Empty for the usual. All words are made readable on it."),
    )
    background_dark = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("Background on dark"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "#141715", "class": "points"}),
        help_text=_("Empty for the usual."),
    )
    font = forms.ChoiceField(
        label=_("Letters"),
        choices=Theme.Font.choices,
        initial=Theme.Font.SYSTEM,
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("From what every phone has already, so nothing is loaded."),
    )
    corner = forms.IntegerField(
        label=_("Round corners"),
        initial=14,
        min_value=0,
        max_value=28,
        widget=UnfoldAdminIntegerFieldWidget(attrs={"class": "points"}),
        help_text=_("0 is square, 28 is very round."),
    )

    logo = PictureField(
        label=_("Logo"),
        help_text=_("Stands at the top of each page instead of your name, 32 points high."),
    )
    logo_alt = _alt_field()
    picture = PictureField(
        label=_("Picture on the first screen"),
        shapes=("5:2",),
        help_text=_("Small above the question. A face that looks at the reader works best."),
    )
    picture_alt = _alt_field()

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.theme_id:
            for name in _LOOK:
                self.initial[name] = getattr(self.instance.theme, name)

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in _COLOURS:
            cleaned[name] = str(cleaned.get(name) or "").lower()
        for name, ground, usual in _GROUNDS:
            ratio = self._ratio(name, ground, usual)
            if ratio is not None and ratio < EDGES:
                words = _(
                    "It is hard to see on its background: %(ratio)s to 1. From 3 to 1 on people "
                    "find the buttons, from 4.5 to 1 on words in it read well."
                )
                self.add_error(name, words % {"ratio": f"{ratio:.1f}"})
        self._say_what_pictures_show(cleaned)
        return cleaned

    # Any: as clean().
    def _say_what_pictures_show(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("logo") and not cleaned.get("logo_alt"):
            # It stands where the name would.
            cleaned["logo_alt"] = business().name
        if cleaned.get("picture") and not cleaned.get("picture_alt"):
            self.add_error(
                "picture_alt", _("Say what the picture shows, for people who cannot see it.")
            )

    def faint_words(self) -> bool:
        """Whether words in a colour of the look are seen, but read with effort."""
        ratios = (self._ratio(*names) for names in _GROUNDS)
        return any(ratio is not None and ratio < WORDS for ratio in ratios)

    def _ratio(self, name: str, ground: str, usual: str) -> float | None:
        colour = self.cleaned_data.get(name)
        below = self.cleaned_data.get(ground) or usual
        return contrast(str(colour), str(below)) if colour else None

    def _kept(self, name: str) -> object:
        value = self.cleaned_data[name]
        if name in {"logo_alt", "picture_alt"} and not self.cleaned_data[name[:-4]]:
            return ""
        # Letters that nobody chose are the usual ones; 0 is a corner.
        return Theme.Font.SYSTEM if name == "font" and not value else value

    def save_look(self) -> Theme:
        theme = self.instance.theme if self.instance.theme_id else Theme()
        theme.name = self.cleaned_data["name"][:100]
        for name in _LOOK:
            if name in self.fields:
                setattr(theme, name, self._kept(name))
        theme.save()
        return theme
