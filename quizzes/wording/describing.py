"""Conditions in words, for the marketers' pages: the answer to “How often?” is “Never”."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from quizzes.conditions import (
    AllOf,
    AnswerIs,
    AnswerNumberIs,
    AnyOf,
    Condition,
    DidOneOf,
    IsAnswered,
    Leaf,
    NotOf,
    NumberIs,
    OutcomeIs,
    SourceIs,
    VisitorIs,
)
from quizzes.numerals import exact, number_said
from quizzes.wording.vocabulary import Vocabulary


def describe(condition: Condition | None, vocabulary: Vocabulary) -> str:
    """What must hold, in one line; `always` where nothing must."""
    match condition:
        case None:
            return _("always")
        case AllOf():
            return _(" and ").join(_nested(part, vocabulary) for part in condition.all)
        case AnyOf():
            return _(" or ").join(_nested(part, vocabulary) for part in condition.any)
        case NotOf(none=IsAnswered() as leaf):
            return _("%(question)s was not answered") % {"question": _question(leaf, vocabulary)}
        case NotOf(none=DidOneOf() as leaf):
            what = {"what": _either(leaf.any_of, vocabulary.acts)}
            return _("they did not do this yet: %(what)s") % what
        case NotOf():
            return _("not: %(what)s") % {"what": _nested(condition.none, vocabulary)}
        case _:
            return _leaf(condition, vocabulary)


def _leaf(leaf: Leaf, vocabulary: Vocabulary) -> str:
    match leaf:
        case AnswerIs():
            return _answer(leaf, vocabulary)
        case AnswerNumberIs():
            words = {"question": _question(leaf, vocabulary), "bounds": _bounds(leaf)}
            return _("the answer to %(question)s is %(bounds)s") % words
        case IsAnswered():
            return _("%(question)s was answered") % {"question": _question(leaf, vocabulary)}
        case OutcomeIs():
            return _("the result is %(what)s") % {"what": _either(leaf.any_of, vocabulary.results)}
        case SourceIs():
            return _("they came from %(what)s") % {"what": _either(leaf.any_of, {})}
        case VisitorIs():
            return _visitor(leaf)
        case NumberIs():
            return f"{_number_name(leaf, vocabulary)}: {_bounds(leaf)}"
        case DidOneOf():
            what = {"what": _either(leaf.any_of, vocabulary.acts)}
            return _("they did this: %(what)s") % what


def devices() -> dict[str, str]:
    return {"phone": _("a phone"), "tablet": _("a tablet"), "desktop": _("a computer")}


def language_name(code: str) -> str:
    """A language in the reader's own; the code itself where it has no name."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _answer(leaf: AnswerIs, vocabulary: Vocabulary) -> str:
    asked = vocabulary.questions.get((leaf.step, leaf.question))
    if asked is None:
        return _("the answer to a question that is gone")
    words = {"question": _quoted(asked.text), "what": _either(leaf.any_of, asked.choices)}
    return _("the answer to %(question)s is %(what)s") % words


def _question(leaf: AnswerNumberIs | IsAnswered, vocabulary: Vocabulary) -> str:
    asked = vocabulary.questions.get((leaf.step, leaf.question))
    return _quoted(asked.text) if asked else _("a question that is gone")


def _visitor(leaf: VisitorIs) -> str:
    if leaf.fact == "device":
        names = devices()
        said = _(" or ").join(names.get(each, _quoted(each)) for each in leaf.any_of)
        return _("they read on %(what)s") % {"what": said}
    said = _(" or ").join(language_name(each) for each in leaf.any_of)
    return _("their language is %(what)s") % {"what": said}


def _number_name(leaf: NumberIs, vocabulary: Vocabulary) -> str:
    gone = _("that is gone")
    match leaf.fact:
        case "topic":
            return _("the topic %(name)s") % {"name": _quoted(vocabulary.topics.get(leaf.of, gone))}
        case "figure":
            return _("the figure %(name)s") % {
                "name": _quoted(vocabulary.figures.get(leaf.of, gone))
            }
        case "score":
            return _("the whole in percent")
        case "depth":
            return _("small yeses so far")
        case "warmth":
            return _("interest")


def _bounds(leaf: NumberIs | AnswerNumberIs) -> str:
    least, most = leaf.at_least, leaf.at_most
    words = {"least": _shown(least), "most": _shown(most)}
    if least is not None and most is not None:
        return _("at least %(least)s and at most %(most)s") % words
    if least is not None:
        return _("at least %(least)s") % words
    return _("at most %(most)s") % words if most is not None else _("any")


def _shown(number: float | None) -> str:
    return "" if number is None else number_said(exact(number))


def _either(keys: tuple[str, ...], names: Mapping[str, str]) -> str:
    gone = _("gone")
    return _(" or ").join(_quoted(names.get(key, gone if names else key)) for key in keys)


def _nested(condition: Condition, vocabulary: Vocabulary) -> str:
    said = describe(condition, vocabulary)
    return f"({said})" if isinstance(condition, AllOf | AnyOf) else said


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}
