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
from django_stubs_ext import StrPromise
from pydantic import TypeAdapter

from quizzes.conditions import Condition
from quizzes.keys import free_key
from quizzes.wording.vocabulary import Vocabulary, spoken, written
from quizzes.wording.when import ConditionField, condition_field

M = TypeVar("M", bound=models.Model)
_condition: TypeAdapter[Condition] = TypeAdapter(Condition)


def read_condition(stored: object) -> Condition | None:
    """The condition in a JSON column. Raises pydantic.ValidationError for anything else."""
    return None if stored is None else _condition.validate_json(json.dumps(stored))


class LabelledForm(forms.ModelForm[M]):
    """`words` gives fields a label and one line of help that the model's column does not have."""

    words: dict[str, tuple[str | StrPromise, str | StrPromise]] = {}

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What a page does not show, it must not ask for either.
        asked = self._meta.fields
        if isinstance(asked, list | tuple):
            for name in self.fields.keys() - set(asked):
                del self.fields[name]
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
                fallback=str(row._meta.verbose_name_raw).replace(" ", "-"),
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
    """When a row is shown: boxes to tick or one simple condition; see quizzes/when.py."""

    only_when = condition_field()
    condition_column = "show_if"
    has_results = False

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("only_when")
        if isinstance(field, ConditionField):
            stored = read_condition(getattr(self.instance, self.condition_column, None))
            self.initial["only_when"] = field.offer(
                stored, self.vocabulary, has_results=self.has_results
            )

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "only_when" in cleaned:
            setattr(self.instance, self.condition_column, _stored(cleaned["only_when"]))
        return cleaned


def _stored(condition: Condition | None) -> object:
    if condition is None:
        return None
    return condition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
