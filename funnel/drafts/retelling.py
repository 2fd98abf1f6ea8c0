"""Conditions, texts and formulas that speak of a copy instead of the thing it was made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from quizzes.formulas import name_of

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_PATH = re.compile(r"(?<![\w.-])(answer|topic|figure)\.([a-z0-9_][\w-]*)")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_OF_STEP = ("answer", "number", "answered")


@dataclass(frozen=True, slots=True)
class Renamed:
    """Keys as they were and as they are in the copy."""

    steps: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)

    def condition(self, stored: object) -> object:
        """A condition as its JSON column holds it; None stays None."""
        if isinstance(stored, list):
            return [self.condition(each) for each in stored]
        if not isinstance(stored, dict):
            return stored
        told = {key: self.condition(value) for key, value in stored.items()}
        fact = told.get("fact")
        if fact in _OF_STEP:
            told["step"] = self.steps.get(str(told["step"]), told["step"])
        if fact == "did":
            told["any_of"] = self._acts(told["any_of"])
        if fact in ("topic", "figure"):
            keys = self.topics if fact == "topic" else self.figures
            told["of"] = keys.get(str(told["of"]), told["of"])
        return told

    def _acts(self, stored: object) -> object:
        if not isinstance(stored, list):
            return stored
        acts = [str(each).partition(":") for each in stored]
        return [
            f"step:{self.steps.get(key, key)}" if kind == "step" and colon else kind + colon + key
            for kind, colon, key in acts
        ]

    def text(self, text: str) -> str:
        """A text whose tags bring in what was answered or worked out."""
        return _TAG.sub(lambda tag: _PATH.sub(self._path, tag[0]), text)

    def formula(self, formula: str) -> str:
        names = {name_of(old): name_of(new) for old, new in self.figures.items()}
        return _NAME.sub(lambda name: names.get(name[0], name[0]), formula)

    def _path(self, path: re.Match[str]) -> str:
        keys = {"answer": self.steps, "topic": self.topics, "figure": self.figures}[path[1]]
        return f"{path[1]}.{keys.get(path[2], path[2])}"
