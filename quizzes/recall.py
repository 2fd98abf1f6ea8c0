"""Recall: earlier answers, the result and the first name inside later texts, by Liquid.

The context is closed: plain strings and numbers, four filters, no loops, no files. Values
are put in once and never read as a template again. Pages and mails render with it;
publishing asks faults() so that a broken tag is an error there and never at a visitor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _
from liquid import BoundTemplate, Environment
from liquid.ast import Node
from liquid.builtin import content, illegal, output
from liquid.builtin.expressions import FilteredExpression
from liquid.builtin.filters.misc import default
from liquid.builtin.filters.string import capitalize, downcase, upcase
from liquid.builtin.tags.if_tag import IfTag
from liquid.builtin.tags.unless_tag import UnlessTag
from liquid.context import RenderContext
from liquid.exceptions import LiquidError

from quizzes.markdown import escape

_PLAIN_NAMES = frozenset({"first_name", "result", "source", "score"})


class RecallError(ValueError):
    """A merge tag that cannot work; the message says what and in which line."""


@dataclass(frozen=True, slots=True)
class Words:
    """What later texts may recall. `answers`: step key -> question key -> the text as shown.

    `figures` hold calculated numbers as they are said, with their unit.
    """

    first_name: str = ""
    result: str = ""
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    score: int | None = None
    source: str = ""


class _ClosedEnvironment(Environment):
    output_stream_limit = 200_000
    block_nesting_limit = 5

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:  # noqa: ARG002
        for tag in (content.Literal, output.Output, illegal.Illegal, IfTag, UnlessTag):
            self.add_tag(tag)
        for name, function in {
            "default": default,
            "capitalize": capitalize,
            "downcase": downcase,
            "upcase": upcase,
        }.items():
            self.add_filter(name, function)


_environment = _ClosedEnvironment()


@lru_cache(maxsize=512)
def _parsed(text: str) -> BoundTemplate:
    try:
        return _environment.from_string(text)
    except LiquidError as error:
        raise RecallError(_sentence(text, error)) from error


def render(text: str, words: Words, *, is_markdown: bool = True) -> str:
    """The text with every tag replaced. Raises RecallError for a tag that cannot work.

    With `is_markdown` the values are escaped, so an answer never becomes a link or a heading.
    """
    if "{" not in text:
        return text
    show = escape if is_markdown else _plain
    # To Liquid an empty text is true and nothing is false; a marketer's "if" means the latter.
    values: dict[str, object] = {
        "first_name": show(words.first_name) or None,
        "result": show(words.result) or None,
        "source": show(words.source) or None,
        "answer": {
            step: {question: show(said) for question, said in answers.items()}
            for step, answers in words.answers.items()
        },
        "topic": dict(words.topics),
        "figure": {key: show(said) for key, said in words.figures.items()},
        "score": words.score,
    }
    try:
        return _parsed(text).render(**values)
    except LiquidError as error:
        raise RecallError(_sentence(text, error)) from error


def render_gently(text: str, words: Words, *, is_markdown: bool = True) -> str:
    """Like render(), but a broken tag stays as it was written: a visitor's page never breaks.

    Publishing refuses broken tags, so this is for what was published before a rule was known.
    """
    try:
        return render(text, words, is_markdown=is_markdown)
    except RecallError:
        return text


def faults(
    text: str,
    *,
    known_answers: Mapping[str, AbstractSet[str]],
    known_topics: AbstractSet[str],
    known_figures: AbstractSet[str] = frozenset(),
) -> list[str]:
    """What is wrong with the tags of a text, in plain words; empty when all is well.

    `known_answers` maps step keys to the question keys asked before this text is shown.
    """
    try:
        template = _parsed(text)
    except RecallError as error:
        return [str(error)]
    found = []
    for places in template.analyze().variables.values():
        for place in places:
            known = (known_answers, known_topics, known_figures)
            if not _is_known(list(place.segments), *known):
                line = text.count("\n", 0, place.span.index) + 1
                sentence = _("Line %(line)s: nothing called “%(name)s” is known here.")
                found.append(sentence % {"line": line, "name": place})
    sentence = _("There is no filter called “%(name)s”; these are: %(known)s.")
    filters = ", ".join(sorted(_environment.filters))
    found += [
        sentence % {"name": name, "known": filters}
        for name in template.analyze().filters
        if name not in _environment.filters
    ]
    for node in _outputs(template):
        if not _has_fallback(node):
            line = text.count("\n", 0, node.token.start_index) + 1
            sentence = _(
                'Line %(line)s: “%(name)s” needs words for when it is empty: add | default: "..."'
            )
            found.append(sentence % {"line": line, "name": node.expression})
    return found


def _plain(value: str) -> str:
    return " ".join(value.split())


def _sentence(text: str, error: LiquidError) -> str:
    start = error.token.start_index if error.token else 0
    line = text.count("\n", 0, start) + 1
    problem = error.message or _("this tag cannot be read")
    return _("Line %(line)s: %(problem)s.") % {"line": line, "problem": problem}


def _is_known(
    segments: list[object],
    answers: Mapping[str, AbstractSet[str]],
    topics: AbstractSet[str],
    figures: AbstractSet[str],
) -> bool:
    match segments:
        case [str(name)]:
            return name in _PLAIN_NAMES
        case ["topic", str(key)]:
            return key in topics
        case ["figure", str(key)]:
            return key in figures
        case ["answer", str(step), str(question)]:
            return question in answers.get(step, frozenset())
    return False


def _outputs(template: BoundTemplate) -> Iterator[output.OutputNode]:
    context = RenderContext(template)
    waiting: list[Node] = list(template.nodes)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, output.OutputNode):
            yield node
        waiting.extend(node.children(context, include_partials=False))


def _has_fallback(node: output.OutputNode) -> bool:
    expression = node.expression
    filters = expression.filters if isinstance(expression, FilteredExpression) else None
    return any(each.name == "default" for each in filters or ())
