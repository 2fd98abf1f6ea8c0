"""The forms a funnel is built with in the admin."""

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

from funnel.journey.colour import contrast
from funnel.journey.palette import EDGES, WORDS
from funnel.languages import called
from funnel.models import Funnel, SeriesRule, Step, Theme
from quizzes.models import Outcome, Question
from quizzes.wording import ConditionForm, LabelledForm, SpokenForm

# A funnel may be written in these; beside the last ones our own words are English.
LANGUAGES = ("en", "de", "es", "ar", "fr", "sv")
# What each kind of step asks of a visitor, in the order in which a ladder usually rises.
STEP_KINDS = (
    (Step.Kind.QUIZ, "quiz", _("One tap per screen. The strongest small yes."), _("small ask")),
    (
        Step.Kind.POLL,
        "how_to_vote",
        _("One tap, then how everybody else answered."),
        _("small ask"),
    ),
    (Step.Kind.RESULT, "emoji_objects", _("What the quiz says, why, and what to do first."), ""),
    (Step.Kind.STATEMENT, "chat_bubble", _("One thought between two steps."), ""),
    (Step.Kind.CHECKLIST, "checklist", _("One page to tick and keep."), _("small ask")),
    (Step.Kind.GUIDE, "menu_book", _("A short guide to read right away."), _("small ask")),
    (Step.Kind.VIDEO, "play_circle", _("A short training, up to three minutes."), _("medium ask")),
    (
        Step.Kind.LINK,
        "open_in_new",
        _("Something useful elsewhere, with a page in front."),
        _("small ask"),
    ),
    (
        Step.Kind.SERIES,
        "forward_to_inbox",
        _("Some mails, two minutes each. The first can be read beforehand."),
        _("medium ask"),
    ),
    (
        Step.Kind.OPT_IN,
        "alternate_email",
        _("What arrives, how often, and a friendly way to skip."),
        _("medium ask"),
    ),
    (Step.Kind.OFFER, "handshake", _("The next logical step: what you sell."), _("big ask")),
)


_LOOK = ("accent", "accent_dark", "background", "background_dark", "font", "corner")
# What a colour stands on, and what that is where nothing is picked.
_GROUNDS = (("accent", "background"), ("accent_dark", "background_dark"))
_USUAL_GROUNDS = {"background": "#fbfaf7", "background_dark": "#141715"}


class FunnelForm(LabelledForm[Funnel]):
    """A funnel together with its look, which is a row of its own behind the scenes."""

    words = {
        "name": (_("Name"), _("Visitors see it in the tab of their browser.")),
        "hook": (_("Hook"), _("The line above the first question. A problem, a number, a time.")),
        "reassurance": (_("Line at the foot"), _("Takes away a fear. Keep it true.")),
        "slug": (_("Address"), _("The last part of its link. Links you shared stop working.")),
        "is_default": (
            _("Stands at the front door"),
            _("Visitors of your bare address land here."),
        ),
        "double_opt_in": (
            _("Ask to confirm"),
            _("Further mails wait until people pressed a button."),
        ),
    }

    language = forms.ChoiceField(
        widget=UnfoldAdminSelectWidget, help_text=_("The language your texts are written in.")
    )
    accent = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("Colour on light"),
        initial="#0b6e4f",
        widget=UnfoldAdminColorInputWidget,
        help_text=_("Buttons and progress. White text must read well on it."),
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

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.theme_id:
            for name in _LOOK:
                self.initial[name] = getattr(self.instance.theme, name)
        language = self.fields.get("language")
        if isinstance(language, forms.ChoiceField):
            now = self.instance.language
            known = [*LANGUAGES, *([now] if now not in LANGUAGES else [])]
            language.choices = [(code, called(code)) for code in known]

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("accent", "accent_dark", "background", "background_dark"):
            cleaned[name] = str(cleaned.get(name) or "").lower()
        for name, ground in _GROUNDS:
            ratio = self._ratio(name, ground)
            if ratio is not None and ratio < EDGES:
                words = _(
                    "It is hard to see on its background: %(ratio)s to 1. From 3 to 1 on people "
                    "find the buttons, from 4.5 to 1 on words in it read well."
                )
                self.add_error(name, words % {"ratio": f"{ratio:.1f}"})
        return cleaned

    def faint_words(self) -> bool:
        """Whether words in a colour of the look are seen, but read with effort."""
        ratios = (self._ratio(name, ground) for name, ground in _GROUNDS)
        return any(ratio is not None and ratio < WORDS for ratio in ratios)

    def _ratio(self, name: str, ground: str) -> float | None:
        colour = self.cleaned_data.get(name)
        below = self.cleaned_data.get(ground) or _USUAL_GROUNDS[ground]
        return contrast(str(colour), str(below)) if colour else None

    def _kept(self, name: str) -> object:
        value = self.cleaned_data[name]
        # Letters that nobody chose are the usual ones; 0 is a corner.
        return Theme.Font.SYSTEM if name == "font" and not value else value

    def validate_constraints(self) -> None:
        """One funnel at the front door: save_model makes room, so that is no fault here."""
        try:
            self.instance.validate_constraints(exclude={"is_default"})
        except forms.ValidationError as error:
            self.add_error(None, error)

    def save_look(self) -> Theme:
        theme = self.instance.theme if self.instance.theme_id else Theme()
        theme.name = self.cleaned_data["name"][:100]
        for name in _LOOK:
            if name in self.fields:
                setattr(theme, name, self._kept(name))
        theme.save()
        return theme


class StepForm(ConditionForm[Step], SpokenForm[Step]):
    spoken_fields = ("title", "body", "invite")
    has_results = True
    words = {
        "title": (_("Title"), ""),
        "body": (_("Text"), ""),
        "show_from": (
            _("People before figures are shown"),
            _("Until so many have answered, people read that they are among the first."),
        ),
        "part": (
            _("How much of the result"),
            _("First words, then an ask for the address, then the rest: that is fair, too."),
        ),
    }


class SeriesRuleForm(forms.ModelForm[SeriesRule]):
    results: Any = Outcome.objects.none()  # Any: a queryset the admin sets for each page

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ModelChoiceField)
        field.label = _("After which result")
        # The stubs want text where Django takes what becomes it.
        field.empty_label = str(_("Everybody else"))
        field.widget.attrs["aria-label"] = field.label
        field.queryset = self.results


class SeriesRuleFormSet(forms.BaseInlineFormSet[SeriesRule, Funnel, SeriesRuleForm]):
    def clean(self) -> None:
        super().clean()
        chosen = [
            form.cleaned_data.get("outcome")
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("Two of these mail series start after the same result."))


class AddStepForm(forms.Form):
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind, *_ in STEP_KINDS], widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("What is it called?"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Visitors read this. You can change it later."),
    )


class AddQuestionForm(forms.Form):
    kind = forms.ChoiceField(choices=Question.Kind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What do you ask?"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("One thing only. You can change it later."),
    )


class AddSeriesForm(forms.Form):
    name = forms.CharField(
        label=_("What is it called?"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("For example: five days, one habit."),
    )
    result = forms.ModelChoiceField(
        label=_("Who gets it?"),
        queryset=Outcome.objects.none(),
        required=False,
        empty_label=_("Everybody else"),
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, data: Any = None, *, funnel: Funnel) -> None:  # Any: a request's POST
        super().__init__(data)
        field = self.fields["result"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Outcome.objects.filter(quiz__step__funnel=funnel)

        self.funnel = funnel

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.funnel.series_rules.filter(outcome=cleaned.get("result")).exists():
            self.add_error("result", _("These people already get a mail series. Choose others."))
        return cleaned
