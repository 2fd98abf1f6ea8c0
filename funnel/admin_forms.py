"""The forms a funnel is built with in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from funnel.languages import called
from funnel.look_form import LookForm
from funnel.models import Funnel, SeriesRule, Step
from quizzes.models import Outcome, Question
from quizzes.wording import ConditionForm, SpokenForm

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


class FunnelForm(LookForm):
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

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields.get("language")
        if isinstance(language, forms.ChoiceField):
            now = self.instance.language
            known = [*LANGUAGES, *([now] if now not in LANGUAGES else [])]
            language.choices = [(code, called(code)) for code in known]

    def validate_constraints(self) -> None:
        """One funnel at the front door: save_model makes room, so that is no fault here."""
        try:
            self.instance.validate_constraints(exclude={"is_default"})
        except forms.ValidationError as error:
            self.add_error(None, error)


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
