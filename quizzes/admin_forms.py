"""The forms of a quiz's page: how it scores, its figures, results and topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from quizzes.editing.formula_words import FormulaRefusedError, spoken_formula, written_formula
from quizzes.editing.ways import DECIDING, DECIDING_LINES, SCORING_LINES, deciding
from quizzes.models import Category, Figure, Outcome, Question, Quiz
from quizzes.wording import ConditionForm, KeyedForm, LabelledForm, SpokenForm
from quizzes.wording.cards import CardsWidget
from quizzes.wording.vocabulary import tagless


class NumberField(forms.FloatField):
    """A number without a needless .0 behind it."""

    # Any: options of Django's field, passed through untouched.
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("min_value", -1_000_000_000)
        kwargs.setdefault("max_value", 1_000_000_000)
        kwargs["widget"] = UnfoldAdminIntegerFieldWidget(attrs={"class": "points"})
        super().__init__(**kwargs)

    # Any: Django asks for any kind of value.
    def prepare_value(self, value: Any) -> Any:
        return int(value) if isinstance(value, float) and value.is_integer() else value


class QuizForm(LabelledForm[Quiz]):
    """Shows what belongs to the way that is chosen; choosing another one shows it after saving."""

    words = {
        "name": (_("Name"), _("For you and your team; visitors read the questions.")),
        "decides": (_("The figure that decides"), _("Add figures further down.")),
        "tie": (_("When two results are equal"), ""),
        "tie_question": (
            _("The question that decides then"),
            _("The result that its answer gave most points to."),
        ),
        "default_outcome": (
            _("For everybody else"),
            _("Shown when nothing leads to another result."),
        ),
        "explains": (_("Say what was right"), ""),
    }

    scoring = forms.ChoiceField(
        label=_("What comes out"),
        choices=Quiz.Scoring.choices,
        widget=CardsWidget(SCORING_LINES),
    )
    outcome_by = forms.ChoiceField(
        label=_("What decides the result"),
        required=False,
        widget=CardsWidget(DECIDING_LINES),
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quiz = self.instance
        field = self.fields.get("outcome_by")
        if isinstance(field, forms.ChoiceField):
            field.choices = [(way.value, way.label) for way in deciding(quiz)]
        self._choose_among("default_outcome", Outcome.objects.filter(quiz=quiz.pk), _("Nobody yet"))
        self._choose_among("decides", Figure.objects.filter(quiz=quiz.pk), _("None yet"))
        self._choose_among("tie_question", Question.objects.filter(quiz=quiz.pk), _("None"))
        if "tie_question" in self.fields:
            asked = self.fields["tie_question"]
            assert isinstance(asked, forms.ModelChoiceField)
            asked.label_from_instance = lambda obj: tagless(str(obj))  # type: ignore[method-assign]

    # Any: a queryset of one of three models.
    def _choose_among(self, name: str, rows: Any, empty: Any) -> None:
        if name in self.fields:
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            field.empty_label = empty

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        """Another way to score brings its own way to decide, where the old one does not fit."""
        cleaned = super().clean() or self.cleaned_data
        if "scoring" in self.changed_data and "scoring" in cleaned:
            fitting = DECIDING[cleaned["scoring"]]
            now = cleaned.get("outcome_by") or self.instance.outcome_by
            cleaned["outcome_by"] = now if now in fitting or not fitting else fitting[0]
            self.instance.outcome_by = cleaned["outcome_by"]
        elif not cleaned.get("outcome_by"):
            cleaned["outcome_by"] = self.instance.outcome_by
        if cleaned.get("tie") == Quiz.Tie.QUESTION and not cleaned.get("tie_question"):
            self.add_error("tie_question", _("Choose the question that decides."))
        return cleaned

    @property
    def changes_way(self) -> bool:
        return bool({"scoring", "outcome_by"} & set(self.changed_data))


class TopicForm(KeyedForm[Category]):
    key_parent, key_source = "quiz", "name"
    words = {"name": (_("Name"), "")}


class FigureForm(KeyedForm[Figure]):
    """The admin sets `names`: what the formula may use, by its name in the formula language."""

    key_parent, key_source = "quiz", "name"
    names: Mapping[str, str] = {}
    words = {
        "name": (_("Name"), _("What it is called beside the number: a month lost.")),
        "unit": (_("Unit"), _("€, hours, kg ...")),
        "is_unit_first": (_("The unit stands before the number"), ""),
        "is_shown": (_("Stands on the result by itself"), _("Texts can bring it in anyway.")),
    }

    formula = forms.CharField(
        label=_("Formula"), max_length=4_000, widget=UnfoldAdminTextInputWidget
    )
    round_to = NumberField(
        label=_("Round to"),
        required=True,
        initial=1,
        min_value=0.0001,
        max_value=1_000_000,
        help_text=_("1: whole numbers. 10: tens. 0.01: cents."),
    )
    at_least = NumberField(label=_("Never smaller than"))
    at_most = NumberField(label=_("Never larger than"))

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.name if self.instance.pk else ""
        self.initial["formula"] = spoken_formula(self.initial.get("formula") or "", self.names)
        offered = " ".join(f"[{words}]" for words in self.names.values() if words != own)
        self.fields["formula"].help_text = (
            _("You can use: %(names)s") % {"names": offered}
            if offered
            else _("Add a question about a number first.")
        )

    def clean_formula(self) -> str:
        try:
            return written_formula(self.cleaned_data["formula"], self.names)
        except FormulaRefusedError as error:
            raise forms.ValidationError(str(error)) from error

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        in_order(self, "at_least", "at_most")
        return cleaned


class ResultForm(KeyedForm[Outcome], SpokenForm[Outcome]):
    key_parent, key_source = "quiz", "name"
    spoken_fields = ("headline", "interpretation", "first_action")
    words = {
        "name": (_("Name"), _("What you and your mails call it: quiet discounter.")),
        "headline": (_("Headline"), _("The first line people read about themselves.")),
        "interpretation": (
            _("What it means"),
            _("Why it fits, what it costs, what is good about it."),
        ),
        "first_action": (_("What to do first"), _("One small thing for today.")),
        "asks_promise": (_("Offer “I'll do this” and “Not for me” below it"), ""),
        "share_text": (
            _("When somebody shares it"),
            _("One line for others. Empty: the headline."),
        ),
        "category": (_("Wins when this topic is highest"), ""),
    }

    at_least = NumberField(label=_("From"))
    at_most = NumberField(label=_("Up to"))

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            field = self.fields["category"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Category.objects.filter(quiz=self.instance.quiz_id)
            field.empty_label = str(_("No topic"))

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        in_order(self, "at_least", "at_most")
        return cleaned


class RuledResultForm(ResultForm, ConditionForm[Outcome]):
    """Where rules decide."""

    condition_column = "when"

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["only_when"].label = _("The rule")
        self.fields["only_when"].help_text = _(
            "Nothing chosen: this result only stands by default."
        )


def in_order(form: forms.BaseForm, low: str, high: str) -> None:
    """Complains about bounds that stand the wrong way round."""
    least, most = form.cleaned_data.get(low), form.cleaned_data.get(high)
    if least is not None and most is not None and least > most:
        form.add_error(high, forms.ValidationError(_("This is smaller than the number before it.")))
