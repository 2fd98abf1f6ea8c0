"""Points, half-lives, bands and weighed answers on one form."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from funnel.tuning.asked import AskedQuestion
from funnel.tuning.words import ACTS, KINDS, WEIGHTS
from leads import warmth
from leads.fit import Rule
from leads.scoring_models import Scoring, ScoringError, check_scoring

Weighed = list[tuple[str, list[tuple[str, list[BoundField]]]]]


def _number(label: object) -> forms.IntegerField:
    field = forms.IntegerField(label=str(label), min_value=-1_000, max_value=1_000)
    field.widget.attrs["class"] = "t-number"
    return field


class TuningForm(forms.Form):
    """What stands in it first is `scoring`. Rules of funnels that are not live stay as they are."""

    warm_from = _number(_("Warm from"))
    hot_from = _number(_("Hot from"))
    hot_left_below = _number(_("Hot ends below"))
    note = forms.CharField(label=_("Why you change it"), required=False, max_length=300)

    # Any: forwarded to Form untouched.
    def __init__(
        self, *args: Any, scoring: Scoring, questions: list[AskedQuestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scoring, self.questions = scoring, questions
        model = scoring.model
        for key, words in ACTS.items():
            self.fields[f"points_{key}"] = _number(words)
            self.initial[f"points_{key}"] = model.points[key]
        for kind, words in KINDS.items():
            self.fields[f"half_life_{kind}"] = _number(words)
            self.initial[f"half_life_{kind}"] = model.half_lives[kind]
        for name in ("warm_from", "hot_from", "hot_left_below"):
            self.initial[name] = getattr(model, name)
        self._weigh()

    def _weigh(self) -> None:
        standing = {
            (rule.funnel, rule.step, rule.question, rule.value): rule.weight
            for rule in self.scoring.fit_rules
        }
        for asked in self.questions:
            for value, words in asked.answers:
                name = asked.field(value)
                self.fields[name] = forms.TypedChoiceField(
                    label=words, choices=WEIGHTS, coerce=int, required=False
                )
                key = (asked.funnel, asked.step, asked.question, value)
                self.initial[name] = standing.get(key, 0)

    @property
    def points(self) -> list[BoundField]:
        return [self[f"points_{key}"] for key in ACTS]

    @property
    def half_lives(self) -> list[BoundField]:
        return [self[f"half_life_{kind}"] for kind in KINDS]

    @property
    def bands(self) -> list[BoundField]:
        return [self["warm_from"], self["hot_from"], self["hot_left_below"]]

    @property
    def weighed(self) -> Weighed:
        """By funnel: each question with the fields of its answers."""
        found = groupby(self.questions, key=lambda asked: (asked.funnel, asked.funnel_name))
        return [
            (name, [(asked.text, self._answers(asked)) for asked in questions])
            for (_pk, name), questions in found
        ]

    def _answers(self, asked: AskedQuestion) -> list[BoundField]:
        return [self[asked.field(value)] for value, _words in asked.answers]

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_scoring(self.wanted())
            except ScoringError as error:
                self.add_error(error.field, str(error))
        return said

    def wanted(self) -> Scoring:
        """What the form says, as it would count."""
        said = self.cleaned_data
        model = warmth.Model(
            self.scoring.model.number,
            {key: said[f"points_{key}"] for key in ACTS},
            {kind: said[f"half_life_{kind}"] for kind in KINDS},
            said["warm_from"],
            said["hot_from"],
            said["hot_left_below"],
        )
        return Scoring(model, (*self._rules(), *self._elsewhere()))

    def _rules(self) -> Iterator[Rule]:
        for asked in self.questions:
            for value, words in asked.answers:
                weight = self.cleaned_data.get(asked.field(value)) or 0
                if weight:
                    yield Rule(
                        asked.funnel, asked.step, asked.question, value, weight, asked.text, words
                    )

    def _elsewhere(self) -> Iterator[Rule]:
        shown = {(asked.funnel, asked.step, asked.question) for asked in self.questions}
        for rule in self.scoring.fit_rules:
            if (rule.funnel, rule.step, rule.question) not in shown:
                yield rule
