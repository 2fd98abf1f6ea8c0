"""The words behind the keys of one funnel, so that people read texts and never a key.

The roof builds a Vocabulary; the admin's forms of all floors say conditions with describe()
and show merge tags as `[first name | there]` with spoken() and written().
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from quizzes.conditions import (
    AllOf,
    AnswerIs,
    AnyOf,
    Condition,
    NotOf,
    NumberIs,
    OutcomeIs,
    SourceIs,
)

_TAG = re.compile(
    r"\{\{\s*([a-z_][\w.-]*)\s*\|\s*default:\s*(?:\"([^\"\]{}|]*)\"|'([^'\"\]{}|]*)')\s*\}\}"
)
_SPOKEN = re.compile(r"\[([^\[\]|]+?) \| ([^\[\]|{}\"]*)\]")
_BRANCH = re.compile(r"\{%-?\s*(if|unless|elsif)\s+([^%{}\[\]]*?)\s*-?%\}")
_SPOKEN_BRANCH = re.compile(r"\[(only if|except if|or if) ([^\[\]]+)\]")
_PATH = re.compile(r"[a-z_][\w-]*(?:\.[\w-]+)*")
_BRANCH_WORDS = {"if": "only if", "unless": "except if", "elsif": "or if"}
_MARKS = {"else": "otherwise", "endif": "end of if", "endunless": "end of except"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in words, and its choices: key -> text."""

    text: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`questions` by (step key, question key) in the order they are asked; the rest by key."""

    questions: Mapping[tuple[str, str], Asked] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)

    def names(self) -> dict[str, str]:
        """What may be recalled: path in a tag -> name on the screen. No name stands twice."""
        found = {"first_name": "first name", "result": "result", "source": "where they came from"}
        for (step, question), asked in self.questions.items():
            found[f"answer.{step}.{question}"] = f"answer to: {_plain(asked.text)}"
        for key, name in self.topics.items():
            found[f"topic.{key}"] = f"topic: {_plain(name)}"
        # Of two questions with the same words only the first can be named; the other stays as is.
        first = {name: path for path, name in reversed(found.items())}
        return {path: name for path, name in found.items() if first[name] == path}


def spoken(text: str, vocabulary: Vocabulary) -> str:
    """Tags as people read them: `[first name | there]`, `[only if topic: Pricing > 66]`.

    A tag that cannot be said stays as it was written. Lossless: written() gives the tags back.
    """
    names = vocabulary.names()

    def say_value(match: re.Match[str]) -> str:
        path, double, single = match.groups()
        name = names.get(path)
        return match[0] if name is None else f"[{name} | {double or single or ''}]"

    def say_branch(match: re.Match[str]) -> str:
        said = _PATH.sub(lambda path: names.get(path[0], path[0]), match[2])
        return f"[{_BRANCH_WORDS[match[1]]} {said}]"

    text = _BRANCH.sub(say_branch, _TAG.sub(say_value, text))
    for tag, words in _MARKS.items():
        text = re.sub(r"\{%-?\s*" + tag + r"\s*-?%\}", f"[{words}]", text)
    return text


def written(text: str, vocabulary: Vocabulary) -> str:
    """The way back: what stands in square brackets as the tags that pages and mails render."""
    paths = {name.casefold(): path for path, name in vocabulary.names().items()}
    by_length = sorted(paths, key=len, reverse=True)
    name = re.compile("|".join(map(re.escape, by_length)), re.IGNORECASE)

    def write_value(match: re.Match[str]) -> str:
        path = paths.get(match[1].casefold())
        return match[0] if path is None else f'{{{{ {path} | default: "{match[2]}" }}}}'

    def write_branch(match: re.Match[str]) -> str:
        tag = next(tag for tag, words in _BRANCH_WORDS.items() if words == match[1])
        told = name.sub(lambda found: paths[found[0].casefold()], match[2])
        return f"{{% {tag} {told} %}}"

    text = _SPOKEN_BRANCH.sub(write_branch, _SPOKEN.sub(write_value, text))
    for tag, words in _MARKS.items():
        text = text.replace(f"[{words}]", f"{{% {tag} %}}")
    return text


def describe(condition: Condition | None, vocabulary: Vocabulary) -> str:
    """A condition in words, for example: the answer to “How often?” is “Never”."""
    match condition:
        case None:
            return "always"
        case AllOf():
            return " and ".join(_nested(part, vocabulary) for part in condition.all)
        case AnyOf():
            return " or ".join(_nested(part, vocabulary) for part in condition.any)
        case NotOf():
            return f"not: {_nested(condition.none, vocabulary)}"
        case AnswerIs():
            return _answer(condition, vocabulary)
        case OutcomeIs():
            return f"the result is {_either(condition.any_of, vocabulary.results)}"
        case SourceIs():
            return f"they came from {_either(condition.any_of, {})}"
        case NumberIs():
            return _number(condition, vocabulary)


def _nested(condition: Condition, vocabulary: Vocabulary) -> str:
    said = describe(condition, vocabulary)
    return f"({said})" if isinstance(condition, AllOf | AnyOf) else said


def _answer(condition: AnswerIs, vocabulary: Vocabulary) -> str:
    asked = vocabulary.questions.get((condition.step, condition.question))
    if asked is None:
        return "the answer to a question that is gone"
    return f"the answer to “{asked.text}” is {_either(condition.any_of, asked.choices)}"


def _number(condition: NumberIs, vocabulary: Vocabulary) -> str:
    name = (
        "small yeses so far"
        if condition.fact == "depth"
        else "the topic " + _quoted(vocabulary.topics.get(condition.of, "that is gone"))
    )
    bounds = []
    if condition.at_least is not None:
        bounds.append(f"at least {condition.at_least}")
    if condition.at_most is not None:
        bounds.append(f"at most {condition.at_most}")
    return f"{name}: {' and '.join(bounds) or 'any'}"


def _either(keys: tuple[str, ...], names: Mapping[str, str]) -> str:
    return " or ".join(_quoted(names.get(key, key if not names else "gone")) for key in keys)


def _quoted(text: str) -> str:
    return f"“{text}”"


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\[\]|]", "", text).split())
