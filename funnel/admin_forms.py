"""The forms a funnel is built with in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminColorInputWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from funnel.models import Funnel, Offer, OptIn, SeriesRule, Step, Theme
from nurture.admin_forms import PLAIN_TARGETS, targets
from quizzes.models import Outcome
from quizzes.wording import ConditionForm, LabelledForm, SpokenForm

LANGUAGES = (("en", "English"), ("de", "German"), ("sv", "Swedish"), ("fr", "French"))
# What each kind of step asks of a visitor, in the order in which a ladder usually rises.
STEP_KINDS = (
    (Step.Kind.QUIZ, "quiz", "One tap per screen. The strongest small yes.", "small ask"),
    (Step.Kind.POLL, "how_to_vote", "One tap, then how everybody else answered.", "small ask"),
    (Step.Kind.RESULT, "emoji_objects", "What the quiz says, why, and what to do first.", ""),
    (Step.Kind.STATEMENT, "chat_bubble", "One thought between two steps.", ""),
    (Step.Kind.CHECKLIST, "checklist", "One page to tick and keep.", "small ask"),
    (Step.Kind.GUIDE, "menu_book", "A short guide to read right away.", "small ask"),
    (Step.Kind.VIDEO, "play_circle", "A short training, up to three minutes.", "medium ask"),
    (
        Step.Kind.OPT_IN,
        "alternate_email",
        "What arrives, how often, and a friendly way to skip.",
        "medium ask",
    ),
    (Step.Kind.OFFER, "handshake", "The next logical step: what you sell.", "big ask"),
)


class FunnelForm(LabelledForm[Funnel]):
    """A funnel together with its look, which is a row of its own behind the scenes."""

    words = {
        "name": ("Name", "Visitors see it in the tab of their browser."),
        "hook": ("Hook", "The line above the first question. A problem, a number, a time."),
        "reassurance": ("Line at the foot", "Takes away a fear. Keep it true."),
        "slug": ("Address", "The last part of its link. Links you shared stop working."),
        "is_default": ("Stands at the front door", "Visitors of your bare address land here."),
        "double_opt_in": ("Ask to confirm", "Further mails wait until people pressed a button."),
    }

    language = forms.ChoiceField(
        widget=UnfoldAdminSelectWidget, help_text="The language your texts are written in."
    )
    accent = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label="Colour on light",
        initial="#0b6e4f",
        widget=UnfoldAdminColorInputWidget,
        help_text="Buttons and progress. White text must read well on it.",
    )
    accent_dark = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label="Colour on dark",
        initial="#5fd0a5",
        widget=UnfoldAdminColorInputWidget,
        help_text="The same for people who keep their phone dark: a lighter one.",
    )
    corner = forms.IntegerField(
        label="Round corners",
        initial=14,
        min_value=0,
        max_value=28,
        widget=UnfoldAdminIntegerFieldWidget(attrs={"class": "points"}),
        help_text="0 is square, 28 is very round.",
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.theme_id:
            for name in ("accent", "accent_dark", "corner"):
                self.initial[name] = getattr(self.instance.theme, name)
        language = self.fields.get("language")
        if isinstance(language, forms.ChoiceField):
            now = self.instance.language
            known = [*LANGUAGES, *([(now, now)] if now not in dict(LANGUAGES) else [])]
            language.choices = known

    def clean_accent(self) -> str:
        return str(self.cleaned_data["accent"]).lower()

    def clean_accent_dark(self) -> str:
        return str(self.cleaned_data["accent_dark"]).lower()

    def validate_constraints(self) -> None:
        """One funnel at the front door: save_model makes room, so that is no fault here."""
        try:
            self.instance.validate_constraints(exclude={"is_default"})
        except forms.ValidationError as error:
            self.add_error(None, error)

    def save_look(self) -> Theme:
        theme = self.instance.theme if self.instance.theme_id else Theme()
        theme.name = self.cleaned_data["name"][:100]
        theme.accent = self.cleaned_data["accent"]
        theme.accent_dark = self.cleaned_data["accent_dark"]
        theme.corner = self.cleaned_data["corner"]
        theme.save()
        return theme


class StepForm(ConditionForm[Step], SpokenForm[Step]):
    spoken_fields = ("title", "body", "invite")
    has_results = True


class OptInForm(SpokenForm[OptIn]):
    spoken_fields = (
        "title",
        "body",
        "mail_subject",
        "mail_preheader",
        "mail_body",
        "mail_button_label",
    )
    words = {
        "title": ("Headline", "What they get for their address."),
        "body": ("Below it", "What arrives, how often, and how to stop."),
        "button": ("Words on the button", "Say what follows: Send me my result."),
        "asks_first_name": ("Also ask for a first name", "One more field, a few people fewer."),
        "is_skippable": ("People may skip it", "An equal, friendly way on."),
        "skip_label": ("Words for skipping", "Plain, never shaming."),
        "marketing": ("Words beside the box", "Exactly these words are kept as their agreement."),
        "mail_subject": ("Subject", "What they asked for, so that they recognise it."),
        "mail_preheader": ("Line after the subject", "Mail programs show it beside the subject."),
        "mail_body": ("Text", "Gives what was promised, at once."),
        "mail_button_label": ("Words on the button", ""),
    }

    mail_button_target = forms.ChoiceField(
        label="The button leads to", widget=UnfoldAdminSelectWidget, choices=PLAIN_TARGETS
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target = self.fields["mail_button_target"]
        assert isinstance(target, forms.ChoiceField)
        target.choices = targets(dict(self.vocabulary.steps))


class OfferForm(SpokenForm[Offer]):
    spoken_fields = ("headline", "body", "price", "proof", "terms", "thanks")
    words = {
        "headline": ("Headline", "The next logical step, in their words."),
        "body": ("What they get", "Open with their own answer and with what they already did."),
        "price": ("Price", "Always said. For example: €149, once."),
        "terms": ("Terms", "One line: what if it does not fit?"),
        "proof": ("Proof", "Somebody real, with a number."),
        "button": ("Words on the button", "Say what follows and how long it takes."),
        "not_now": ("The other button", "Plain and equal."),
        "url": ("The button leads to", "An address with https://. Empty: they ask for a call."),
        "thanks": ("What happens next", "Shown right after the press."),
        "min_depth": ("Small yeses before it opens", "0: open to everybody at once."),
    }


class SeriesRuleForm(forms.ModelForm[SeriesRule]):
    results: Any = Outcome.objects.none()  # Any: a queryset the admin sets for each page

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ModelChoiceField)
        field.label, field.empty_label = "After which result", "Everybody else"
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
            raise forms.ValidationError("Two of these mail series start after the same result.")


class AddStepForm(forms.Form):
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind, *_ in STEP_KINDS], widget=forms.RadioSelect
    )
    title = forms.CharField(
        label="What is it called?",
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text="Visitors read this. You can change it later.",
    )


class AddSeriesForm(forms.Form):
    name = forms.CharField(
        label="What is it called?",
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text="For example: five days, one habit.",
    )
    result = forms.ModelChoiceField(
        label="Who gets it?",
        queryset=Outcome.objects.none(),
        required=False,
        empty_label="Everybody else",
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
            self.add_error("result", "These people already get a mail series. Choose others.")
        return cleaned
