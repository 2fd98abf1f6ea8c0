"""The forms a quiz is written with in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from quizzes.models import Category, Choice, Outcome, Question, Quiz
from quizzes.points import set_points
from quizzes.wording import ConditionForm, KeyedForm, LabelledForm, SpokenForm


class QuizForm(LabelledForm[Quiz]):
    words = {
        "name": ("Name", "For you and your team; visitors read the questions."),
        "scoring": ("What comes out", ""),
        "default_outcome": ("Without points", "Shown to people whose answers gave no points."),
    }

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "default_outcome" in self.fields:
            field = self.fields["default_outcome"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Outcome.objects.filter(quiz=self.instance.pk)
            field.empty_label = "The first result of the list"


class QuestionRowForm(KeyedForm[Question]):
    words = {"text": ("Question", "")}
    key_parent, key_source = "quiz", "text"


class TopicForm(KeyedForm[Category]):
    key_parent, key_source = "quiz", "name"


class ResultForm(KeyedForm[Outcome], SpokenForm[Outcome]):
    key_parent, key_source = "quiz", "name"
    spoken_fields = ("headline", "interpretation", "first_action")
    words = {
        "name": ("Name", "What you and your mails call it: quiet discounter."),
        "headline": ("Headline", "The first line people read about themselves."),
        "interpretation": ("What it means", "Why it fits, what it costs, what is good about it."),
        "first_action": ("What to do first", "One small thing for today."),
    }


class QuestionForm(ConditionForm[Question], SpokenForm[Question]):
    spoken_fields = ("text", "help")
    words = {
        "text": ("Question", "One thing only, in words your visitors use."),
        "help": ("Line below it", "Only if the question needs one."),
    }


class ChoiceForm(KeyedForm[Choice]):
    """One choice with its jump and its points; choice_form() adds a field per result and topic."""

    key_parent, key_source = "question", "text"
    jumps: tuple[tuple[str, str], ...] = ()
    words = {"text": ("Answer", "")}

    go_to = forms.ChoiceField(label="Then jump to", required=False, widget=UnfoldAdminSelectWidget)

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jump = self.fields["go_to"]
        assert isinstance(jump, forms.ChoiceField)
        jump.choices = [("", "The next question"), *self.jumps, ("end", "The end of the questions")]
        if self.instance._state.adding:
            return
        for weight in self.instance.weights.all():
            name = (
                f"result_{weight.outcome_id}"
                if weight.outcome_id
                else f"topic_{weight.category_id}"
            )
            self.initial[name] = weight.points

    def save(self, commit: bool = True) -> Choice:
        choice = super().save(commit)
        if commit:
            set_points(
                choice=choice, results=self._points("result_"), topics=self._points("topic_")
            )
        return choice

    def _points(self, prefix: str) -> dict[int, int]:
        return {
            int(name.removeprefix(prefix)): points or 0
            for name, points in self.cleaned_data.items()
            if name.startswith(prefix)
        }


def choice_form(question: Question | None) -> type[ChoiceForm]:
    """A form class with one small number field for each result and topic of this quiz."""
    if question is None:
        return ChoiceForm
    quiz = question.quiz
    attrs: dict[str, object] = {
        **_point_fields("result", quiz.outcomes.all()),
        **_point_fields("topic", quiz.categories.all()),
        "jumps": tuple(
            (later.key, later.text)
            for later in quiz.questions.all()
            if (later.position, later.pk) > (question.position, question.pk)
        ),
    }
    return type("ChoiceForm", (ChoiceForm,), attrs)


def _point_fields(kind: str, things: Iterable[Outcome | Category]) -> dict[str, forms.IntegerField]:
    return {
        f"{kind}_{thing.pk}": forms.IntegerField(
            label=f"Points for “{thing.name}”",
            required=False,
            min_value=-100,
            max_value=100,
            widget=UnfoldAdminIntegerFieldWidget(attrs={"class": "points"}),
        )
        for thing in things
    }
