"""The form of a language's page: one field per text, merge tags as marketers read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from pydantic import ValidationError
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from funnel.checking.sentences import UNREADABLE, faults_of
from funnel.translating import Said
from funnel.translating.naming import field_name
from quizzes.cleantext import UnreadableTextError, clean_text
from quizzes.wording.vocabulary import Vocabulary, spoken, written

_LONG = 90
_NEVER_CUT = 10_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One text on the page."""

    field: forms.BoundField
    original: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Group:
    name: str | StrPromise
    rows: list[Row]

    @property
    def missing(self) -> int:
        return sum(row.is_missing for row in self.rows)


class TextField(forms.CharField):
    """A text as people write it; cleaned it is as it stands in the document."""

    def __init__(self, said: Said, vocabulary: Vocabulary, language: str) -> None:
        is_long = len(said.text) > _LONG or "\n" in said.text
        widget = UnfoldAdminTextareaWidget if is_long else UnfoldAdminTextInputWidget
        attributes: dict[str, object] = {"dir": "auto", "lang": language}
        if is_long:
            attributes["rows"] = min(12, 2 + len(said.text) // _LONG + said.text.count("\n"))
        super().__init__(
            required=False,
            widget=widget(attrs=attributes),
            label=_("%(thing)s: %(field)s")
            % {"thing": said.thing, "field": field_name(said.field)},
        )
        self.said, self.vocabulary = said, vocabulary

    def clean(self, value: object) -> str:
        typed = str(super().clean(value))
        try:
            text = clean_text(written(typed, self.vocabulary), limit=_NEVER_CUT, is_multiline=True)
            if text:
                self.said.check(text)
        except UnreadableTextError as error:
            raise forms.ValidationError(UNREADABLE) from error
        except ValidationError as error:
            raise forms.ValidationError(faults_of(error, text)[0].message) from error
        return text


class TextsForm(forms.Form):
    """`told`: what stands now. Fields are named by their places."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        said: Sequence[Said],
        told: Mapping[str, str],
        vocabulary: Vocabulary,
        language: str,
    ) -> None:
        initial = {place: spoken(text, vocabulary) for place, text in told.items()}
        super().__init__(data, initial=initial, label_suffix="")
        self.said, self.told, self.vocabulary = said, told, vocabulary
        for each in said:
            self.fields[each.place] = TextField(each, vocabulary, language)

    def changed_texts(self) -> dict[str, str]:
        """Places whose text is another than before; '' for one taken away."""
        return {
            place: text
            for place, text in self.cleaned_data.items()
            if place in self.data and text != self.told.get(place, "")
        }

    def groups(self) -> list[Group]:
        """In the order of the ladder, then the mails."""
        found: dict[str, Group] = {}
        for said in self.said:
            group = found.setdefault(str(said.group), Group(said.group, []))
            original = spoken(said.text, self.vocabulary)
            group.rows.append(Row(self[said.place], original, not self.told.get(said.place)))
        return list(found.values())
