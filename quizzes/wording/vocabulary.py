"""The words behind the keys of one funnel, so that people read texts and never a key.

The roof builds a Vocabulary; the admin's forms of all floors show merge tags as
`[first name | there]` with spoken() and written(). Conditions are said in describing.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_TAG = re.compile(
    r"\{\{\s*([a-z_][\w.-]*)\s*\|\s*default:\s*(?:\"([^\"\]{}|]*)\"|'([^'\"\]{}|]*)')\s*\}\}"
)
_SPOKEN = re.compile(r"\[([^\[\]|]+?) \| ([^\[\]|{}\"]*)\]")
_BRANCH = re.compile(r"\{%-?\s*(if|unless|elsif)\s+([^%{}\[\]]*?)\s*-?%\}")
_ANY_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_PATH = re.compile(r"[a-z_][\w-]*(?:\.[\w-]+)*")
# How the questions of mails begin, where those of steps have the key of their step.
IN_MAILS = "mail:"
_BRANCH_WORDS = {
    "if": gettext_lazy("only if"),
    "unless": gettext_lazy("except if"),
    "elsif": gettext_lazy("or if"),
}
_MARKS = {
    "else": gettext_lazy("otherwise"),
    "endif": gettext_lazy("end of if"),
    "endunless": gettext_lazy("end of except"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in words, its choices as key -> text, and its kind."""

    text: str
    choices: Mapping[str, str]
    kind: str = "single"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`questions` by (step key, question key) in the order they are asked; the rest by key.

    Those of mails stand under `mail:<key>`: conditions can name them, texts cannot recall them.
    """

    questions: Mapping[tuple[str, str], Asked] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    # Whether a share of the whole in percent is worked out.
    has_score: bool = False
    steps: Mapping[str, str] = field(default_factory=dict)
    # What a reader of mails can have done: see quizzes.conditions.DidOneOf.
    acts: Mapping[str, str] = field(default_factory=dict)

    def names(self) -> dict[str, str]:
        """What may be recalled: path in a tag -> name on the screen. No name stands twice."""
        found = {
            "first_name": _("first name"),
            "result": _("result"),
            "source": _("where they came from"),
        }
        for (step, question), asked in self.questions.items():
            if step.startswith(IN_MAILS):
                continue
            words = {"question": plain(asked.text)}
            found[f"answer.{step}.{question}"] = _("answer to: %(question)s") % words
        for key, name in self.topics.items():
            found[f"topic.{key}"] = _("topic: %(name)s") % {"name": plain(name)}
        for key, name in self.figures.items():
            found[f"figure.{key}"] = _("figure: %(name)s") % {"name": plain(name)}
        if self.has_score:
            found["score"] = _("score")
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
        tag = next(tag for tag, words in _BRANCH_WORDS.items() if str(words) == match[1])
        told = name.sub(lambda found: paths[found[0].casefold()], match[2])
        return f"{{% {tag} {told} %}}"

    either = "|".join(re.escape(str(words)) for words in _BRANCH_WORDS.values())
    spoken_branch = re.compile(rf"\[({either}) ([^\[\]]+)\]")
    text = spoken_branch.sub(write_branch, _SPOKEN.sub(write_value, text))
    for tag, words in _MARKS.items():
        text = text.replace(f"[{words}]", f"{{% {tag} %}}")
    return text


def tagless(text: str) -> str:
    """A text that recalls something, in a place that only names it: “You said …. Why?”."""
    return _ANY_TAG.sub("…", text)


def plain(text: str) -> str:
    """On one line and without the marks that bind a name in a text."""
    return " ".join(re.sub(r"[\[\]|]", "", text).split())
