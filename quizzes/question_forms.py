"""One form for each kind of question, with the fields of that kind only; and its choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from quizzes.admin_forms import NumberField, in_order
from quizzes.editing.points import set_points
from quizzes.editing.ways import gives_to_results
from quizzes.models import Category, Choice, Outcome, Question
from quizzes.wording import ConditionForm, KeyedForm, SpokenForm
from quizzes.wording.picturing import PICTURE_WORDS, PicturedForm
from quizzes.wording.vocabulary import tagless

_MOST_ACCEPTED = 20
_LINE = 300


def _count(label: Any, least: int, most: int, **more: Any) -> forms.IntegerField:  # Any: lazy words
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=UnfoldAdminIntegerFieldWidget(attrs={"class": "points"}),
        **more,
    )


def _day(label: Any) -> forms.DateField:  # Any: lazy words
    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"type": "date", "class": " ".join(INPUT_CLASSES)}
    )
    return forms.DateField(label=label, required=False, widget=widget)


class QuestionForm(PicturedForm[Question], ConditionForm[Question], SpokenForm[Question]):
    """What every kind has. `own` are the further fields of a kind, a line of them each."""

    spoken_fields = ("text", "help", "why", "explanation")
    own: tuple[tuple[str, ...], ...] = ()
    own_if_knowledge: tuple[str, ...] = ()
    words = {
        "text": (_("Question"), _("One thing only, in words your visitors use.")),
        "help": (_("Line below it"), _("Only if the question needs one.")),
        "why": (_("Why you ask"), _("One honest line for people who wonder.")),
        "is_optional": (_("People may skip it"), _("An equal button beside the answer.")),
        "is_sensitive": (
            _("The answer is private"),
            _(
                "Health, money, family. Sales opens it with a press that is written down."
                " It holds for answers given after you publish."
            ),
        ),
        "explanation": (_("What was right, and why"), _("Shown when you say what was right.")),
        **PICTURE_WORDS,
    }

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("low", "high"):
            stored = self.initial.get(name)
            # To Django a field for any number is one for whole numbers, too.
            is_count = not isinstance(self.fields.get(name), forms.FloatField)
            if is_count and stored is not None:
                self.initial[name] = int(stored)
        if "explanation" in self.fields:
            self.fields["explanation"].widget.attrs["rows"] = 4

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        in_order(self, "low", "high")
        return cleaned


class MultipleForm(QuestionForm):
    own = (("low", "high"),)

    low = _count(_("They tick at least"), 1, 12)
    high = _count(_("And at most"), 1, 12, required=False, help_text=_("Empty: as many as fit."))


class PointedForm(QuestionForm):
    """A scale gives points itself: per step above its first number."""

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(_standing(self.instance))

    def save(self, commit: bool = True) -> Question:
        question = super().save(commit)
        # The admin saves the row itself, which has stood since the question was begun.
        set_points(
            giver=question,
            results=_points(self.cleaned_data, "result_"),
            topics=_points(self.cleaned_data, "topic_"),
        )
        return question


class ScaleForm(PointedForm):
    own = (("low", "low_label"), ("high", "high_label"))
    words = {
        **QuestionForm.words,
        "low_label": (_("What the first number means"), _("For example: never.")),
        "high_label": (_("What the last number means"), _("For example: every day.")),
    }

    low = forms.TypedChoiceField(
        label=_("Begins at"),
        choices=((0, "0"), (1, "1")),
        coerce=int,
        widget=UnfoldAdminSelectWidget,
    )
    high = _count(_("Ends at"), 1, 10)

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["low"] = int(self.initial.get("low") or 0)
        for name in ("low_label", "high_label"):
            if name in self.fields:
                self.fields[name].required = True

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("low") is not None and cleaned["low"] == cleaned.get("high"):
            self.add_error("high", _("A scale has at least two numbers."))
        return cleaned


class NumberForm(QuestionForm):
    own = (("low", "high"), ("unit", "decimals"))
    own_if_knowledge = ("right", "tolerance")
    words = {
        **QuestionForm.words,
        "unit": (_("Unit"), _("Stands beside the field: hours, €, people.")),
        "decimals": (_("Digits behind the point"), _("0: whole numbers only.")),
    }

    low = NumberField(label=_("Smallest answer"), required=True)
    high = NumberField(label=_("Largest answer"), required=True)
    right = NumberField(label=_("Right answer"))
    tolerance = NumberField(
        label=_("May differ by"),
        required=True,
        initial=0,
        min_value=0,
        help_text=_("0: exactly this number."),
    )


class ShortTextForm(QuestionForm):
    own = (("high",),)
    own_if_knowledge = ("accepted",)

    high = _count(_("At most this many characters"), 1, 200)
    accepted = forms.CharField(
        label=_("Right answers"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("One per line. Capital letters and spaces around do not matter."),
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["accepted"] = "\n".join(self.instance.accepted or ())

    def clean_accepted(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["accepted"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > _MOST_ACCEPTED or any(len(line) > _LINE for line in lines):
            raise forms.ValidationError(_("Up to 20 lines of up to 300 characters fit here."))
        return lines


class LongTextForm(QuestionForm):
    own = (("high",),)

    high = _count(_("At most this many characters"), 1, 2000)


class DateForm(QuestionForm):
    own = (("earliest_on", "latest_on"),)

    earliest_on = _day(_("Not before"))
    latest_on = _day(_("Not after"))

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("earliest_on"), cleaned.get("latest_on")
        if first and last and first > last:
            self.add_error("latest_on", _("This day is before the other one."))
        return cleaned


FORMS: Mapping[str, type[QuestionForm]] = {
    Question.Kind.MULTIPLE: MultipleForm,
    Question.Kind.SCALE: ScaleForm,
    Question.Kind.NUMBER: NumberForm,
    Question.Kind.SHORT_TEXT: ShortTextForm,
    Question.Kind.LONG_TEXT: LongTextForm,
    Question.Kind.DATE: DateForm,
}


def question_form(question: Question) -> type[QuestionForm]:
    """The form of its kind; a scale's has a small field for each result and topic."""
    form = FORMS.get(question.kind, QuestionForm)
    if not issubclass(form, PointedForm):
        return form
    return type("ScaleForm", (form,), point_fields(question, _("Points per step for “%(name)s”")))


class ChoiceForm(KeyedForm[Choice]):
    """One choice with its jump and its points; choice_form() adds a field per result and topic."""

    key_parent, key_source = "question", "text"
    jumps: tuple[tuple[str, str], ...] = ()
    words = {"text": (_("Answer"), ""), "is_right": (_("This is right"), ""), **PICTURE_WORDS}

    go_to = forms.ChoiceField(
        label=_("Then jump to"), required=False, widget=UnfoldAdminSelectWidget
    )
    value = NumberField(label=_("What it counts in formulas"))

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jump = self.fields.get("go_to")
        if isinstance(jump, forms.ChoiceField):
            jump.choices = [
                ("", _("The next question")),
                *self.jumps,
                ("end", _("The end of the questions")),
            ]
        if not self.instance._state.adding:
            self.initial.update(_standing(self.instance))

    def save(self, commit: bool = True) -> Choice:
        choice = super().save(commit)
        if commit:
            set_points(
                giver=choice,
                results=_points(self.cleaned_data, "result_"),
                topics=_points(self.cleaned_data, "topic_"),
            )
        return choice


class PicturedChoiceForm(PicturedForm[Choice], ChoiceForm):
    """A choice that is a picture."""


def choice_form(question: Question | None) -> type[ChoiceForm]:
    """A form class with one small number field for each result and topic of this quiz."""
    if question is None:
        return ChoiceForm
    base = PicturedChoiceForm if question.kind == Question.Kind.PICTURE else ChoiceForm
    attrs: dict[str, object] = {
        **point_fields(question, _("Points for “%(name)s”")),
        "jumps": tuple(
            (later.key, tagless(later.text))
            for later in question.quiz.questions.all()
            if (later.position, later.pk) > (question.position, question.pk)
        ),
    }
    return type("ChoiceForm", (base,), attrs)


# Any: lazy words.
def point_fields(question: Question, label: Any) -> dict[str, forms.IntegerField]:
    """A field for each taker that counts in this quiz."""
    results: Iterable[Outcome] = question.quiz.outcomes.all() if gives_to_results(question) else ()
    topics: Iterable[Category] = question.quiz.categories.all()
    takers = [
        *((f"result_{each.pk}", each.name) for each in results),
        *((f"topic_{each.pk}", each.name) for each in topics),
    ]
    return {
        name: _count(label % {"name": words}, -100, 100, required=False) for name, words in takers
    }


def _standing(giver: Choice | Question) -> dict[str, int]:
    return {
        f"result_{weight.outcome_id}" if weight.outcome_id else f"topic_{weight.category_id}": (
            weight.points
        )
        for weight in giver.weights.all()
    }


def _points(cleaned: Mapping[str, Any], prefix: str) -> dict[int, int]:  # Any: cleaned data
    return {
        int(name.removeprefix(prefix)): points or 0
        for name, points in cleaned.items()
        if name.startswith(prefix)
    }
