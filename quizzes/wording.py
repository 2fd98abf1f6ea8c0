"""Parts of forms that keep keys, braces and conditions away from the person who writes.

The admin's forms of all floors are made of them; no model is known here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.db.models import Max
from pydantic import TypeAdapter
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from quizzes.conditions import AnswerIs, Condition, OutcomeIs
from quizzes.keys import free_key
from quizzes.vocabulary import Vocabulary, describe, spoken, written

M = TypeVar("M", bound=models.Model)
_condition: TypeAdapter[Condition] = TypeAdapter(Condition)


def read_condition(stored: object) -> Condition | None:
    """The condition in a JSON column. Raises pydantic.ValidationError for anything else."""
    return None if stored is None else _condition.validate_json(json.dumps(stored))


class LabelledForm(forms.ModelForm[M]):
    """`words` gives fields a label and one line of help that the model's column does not have."""

    words: dict[str, tuple[str, str]] = {}

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in self.words.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].help_text = help_text


class WordedForm(LabelledForm[M]):
    """Knows the words of its funnel; the admin sets `vocabulary` on the class it makes."""

    vocabulary = Vocabulary()


class KeyedForm(LabelledForm[M]):
    """A new row gets its key from its own text and stands last; both are set once, on creation."""

    key_parent: str
    key_source: str

    def save(self, commit: bool = True) -> M:
        # Any: the rows that use this have a key and a position, which M cannot say.
        row: Any = self.instance
        if row.pk is None:
            siblings = type(row)._default_manager.filter(
                **{self.key_parent: getattr(row, self.key_parent)}
            )
            row.key = free_key(
                str(getattr(row, self.key_source)),
                taken=set(siblings.values_list("key", flat=True)),
                fallback=str(row._meta.verbose_name).replace(" ", "-"),
            )
            last = siblings.aggregate(last=Max("position"))["last"]
            row.position = 0 if last is None else last + 1
        return super().save(commit)


class SpokenForm(WordedForm[M]):
    """Texts that recall earlier answers: `[first name | there]` on the screen."""

    spoken_fields: tuple[str, ...] = ()

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._spoken_here():
            self.initial[name] = spoken(str(self.initial.get(name) or ""), self.vocabulary)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self._spoken_here():
            if name in cleaned:
                cleaned[name] = written(cleaned[name], self.vocabulary)
        return cleaned

    def _spoken_here(self) -> Iterator[str]:
        return (name for name in self.spoken_fields if name in self.fields)


class ConditionForm(WordedForm[M]):
    """One simple condition as boxes to tick; anything deeper is said in words and kept."""

    only_when = forms.MultipleChoiceField(
        label="Only show when one of these was chosen",
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Nothing ticked: everybody sees it. Tick answers of one question only.",
    )
    has_results = False

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = read_condition(getattr(self.instance, "show_if", None))
        field = self.fields["only_when"]
        assert isinstance(field, forms.MultipleChoiceField)
        if stored is None or isinstance(stored, AnswerIs | OutcomeIs):
            field.choices = _boxes(self.vocabulary, has_results=self.has_results)
            self.initial["only_when"] = _ticked(stored)
            if not field.choices:
                field.help_text = "No question comes before this one, so everybody sees it."
        else:
            field.disabled = True
            field.help_text = f"Only when {describe(stored, self.vocabulary)}. This stays as it is."

    def clean_only_when(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["only_when"]
        if len({value.rpartition("/")[0] for value in ticked}) > 1:
            raise forms.ValidationError("Tick answers of one question only.")
        return ticked

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "only_when" in cleaned and not self.fields["only_when"].disabled:
            # Any: show_if is a column of the rows that use this, which M cannot say.
            row: Any = self.instance
            row.show_if = _stored(cleaned["only_when"])
        return cleaned


def _boxes(vocabulary: Vocabulary, *, has_results: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    boxes = [
        (asked.text, [(f"{step}/{question}/{key}", text) for key, text in asked.choices.items()])
        for (step, question), asked in vocabulary.questions.items()
    ]
    if has_results and vocabulary.results:
        boxes.append(
            ("The result", [(f"result/{key}", text) for key, text in vocabulary.results.items()])
        )
    return boxes


def _ticked(condition: AnswerIs | OutcomeIs | None) -> list[str]:
    match condition:
        case AnswerIs():
            return [f"{condition.step}/{condition.question}/{key}" for key in condition.any_of]
        case OutcomeIs():
            return [f"result/{key}" for key in condition.any_of]
        case None:
            return []


def _stored(ticked: list[str]) -> dict[str, object] | None:
    if not ticked:
        return None
    head, _, _ = ticked[0].rpartition("/")
    keys = tuple(value.rpartition("/")[2] for value in ticked)
    step, _, question = head.partition("/")
    condition = (
        AnswerIs(fact="answer", step=step, question=question, any_of=keys)
        if question
        else OutcomeIs(fact="outcome", any_of=keys)
    )
    return condition.model_dump(mode="json")
