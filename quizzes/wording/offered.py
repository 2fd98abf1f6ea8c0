"""What a condition of one row may be about: the boxes to tick and the facts to choose from.

The part of a form that says when something is shown offers them, see when.ConditionField.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from quizzes.wording.describing import devices, language_name
from quizzes.wording.vocabulary import Vocabulary

Options = list[tuple[str, str]]
Groups = list[tuple[str, Options]]
_NUMERIC = frozenset({"number", "scale"})
_LANGUAGES = ("en", "de", "es", "fr", "it", "pt", "nl", "pl", "sv", "tr", "uk", "ar")


def boxes_of(vocabulary: Vocabulary, *, has_results: bool) -> Groups:
    """Each question with its answers, as `step/question/choice`, then results, as `result/key`."""
    boxes: Groups = [
        (asked.text, [(f"{step}/{question}/{key}", text) for key, text in asked.choices.items()])
        for (step, question), asked in vocabulary.questions.items()
        if asked.choices
    ]
    if has_results and vocabulary.results:
        results = [(f"result/{key}", text) for key, text in vocabulary.results.items()]
        boxes.append((_("The result"), results))
    return boxes


def facts_of(vocabulary: Vocabulary) -> Groups:
    """Facts with their places, for example `topic/pricing`; a group of nothing is left out."""
    groups = [
        (_("What they did"), _acts(vocabulary, "did", _("Did: %(what)s"))),
        (_("What they did not do yet"), _acts(vocabulary, "undone", _("Not yet: %(what)s"))),
        (_("An answer in numbers"), _numbers(vocabulary)),
        (_("Answered or not"), _answered(vocabulary)),
        (_("A number so far"), _so_far(vocabulary)),
        (_("Who they are"), _visitors()),
    ]
    return [(legend, options) for legend, options in groups if options]


def _acts(vocabulary: Vocabulary, fact: str, words: str) -> Options:
    return [(f"{fact}/{act}", words % {"what": said}) for act, said in vocabulary.acts.items()]


def _numbers(vocabulary: Vocabulary) -> Options:
    return [
        (f"number/{step}/{key}", _("Between: %(question)s") % {"question": asked.text})
        for (step, key), asked in vocabulary.questions.items()
        if asked.kind in _NUMERIC
    ]


def _answered(vocabulary: Vocabulary) -> Options:
    asked = vocabulary.questions.items()
    given = [
        (f"answered/{step}/{key}", _("Answered: %(question)s") % {"question": each.text})
        for (step, key), each in asked
    ]
    missing = [
        (f"unanswered/{step}/{key}", _("Not answered: %(question)s") % {"question": each.text})
        for (step, key), each in asked
    ]
    return [*given, *missing]


def _so_far(vocabulary: Vocabulary) -> Options:
    names = {
        **{f"topic/{key}": name for key, name in vocabulary.topics.items()},
        **{f"figure/{key}": name for key, name in vocabulary.figures.items()},
        **({"score": _("The whole in percent")} if vocabulary.has_score else {}),
        "depth": _("Small yeses so far"),
        **({"warmth": _("Interest, from 0 to 100")} if vocabulary.acts else {}),
    }
    return [(fact, _("Between: %(name)s") % {"name": name}) for fact, name in names.items()]


def _visitors() -> Options:
    return [
        *(
            (f"device/{key}", _("They read on %(what)s") % {"what": name})
            for key, name in devices().items()
        ),
        *(
            (f"language/{code}", _("Their language is %(what)s") % {"what": language_name(code)})
            for code in _LANGUAGES
        ),
        ("source", _("They came from ...")),
    ]
