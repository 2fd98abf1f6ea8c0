"""Easy to begin: the first screen, what is asked before anything is given, effort that climbs.

Figures and their sources stand on the pages under docs/check/.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funnel.checking.findings import Family, Hit, Rule, Severity
from funnel.checking.rules.plain import words
from funnel.checking.rules.screens import GIVING, Ask, asks, debts, screens_before_value, task_of
from funnel.checking.subject import Subject
from funnel.document import OptInStep, PollStep, QuizStep, StatementStep
from funnel.worth import FAR_AHEAD
from quizzes.document import DateDoc, LongTextDoc, NumberDoc, QuestionDoc, ShortTextDoc

MOST_WORDS = 25
MOST_CHOICES = 5
MOST_SCREENS = 10
NEW_TASKS = 3
# An ask that is this much smaller than the ones around it lets people down twice.
DIP = 2

_TYPED = NumberDoc | ShortTextDoc | LongTextDoc | DateDoc
_FIRST = "steps[0].quiz.questions[0]"


def _first_question(subject: Subject) -> QuestionDoc | None:
    first = subject.document.steps[0]
    return first.quiz.questions[0] if isinstance(first, QuizStep | PollStep) else None


def _one_tap(subject: Subject) -> Iterator[Hit]:
    question, first = _first_question(subject), subject.document.steps[0]
    if question is not None and question.kind in {"multiple", "ranking"}:
        yield Hit(
            f"{_FIRST}.kind",
            gettext(
                "The first question takes several taps. Ask for one answer there, and move this"
                " question further back."
            ),
            weight=80,
        )
    if isinstance(first, StatementStep):
        yield Hit(
            "steps[0].kind",
            gettext(
                "The first screen asks for reading. Begin with a question of one tap, and say"
                " this later."
            ),
            weight=80,
        )


def _typing(subject: Subject) -> Iterator[Hit]:
    if isinstance(_first_question(subject), _TYPED):
        yield Hit(
            f"{_FIRST}.kind",
            gettext(
                "The first question needs typing. Begin with one that takes a tap, and ask this"
                " one second."
            ),
            weight=90,
        )


def _choices(subject: Subject) -> Iterator[Hit]:
    question = _first_question(subject)
    choices = getattr(question, "choices", ())
    if len(choices) > MOST_CHOICES:
        yield Hit(
            f"{_FIRST}.choices",
            gettext(
                "The first question has %(count)s answers. Keep %(most)s at most: fewer are read"
                " in one look."
            )
            % {"count": len(choices), "most": MOST_CHOICES},
            weight=60 + len(choices),
        )


def _first_words(subject: Subject) -> Iterator[Hit]:
    """Each hook of a source is a first screen of its own."""
    hook, question = subject.document.hook, _first_question(subject)
    asked = len(words(question.text)) if question else 0
    hooks = [("hook.text", hook.text)]
    hooks += [(f"hook.by_source[{at}].text", each.text) for at, each in enumerate(hook.by_source)]
    for path, text in hooks:
        count = len(words(text)) + asked
        if count > MOST_WORDS:
            yield Hit(
                path,
                gettext(
                    "The first screen has %(count)s words. Aim at %(most)s: people decide here."
                    " Cut the hook or the first question."
                )
                % {"count": count, "most": MOST_WORDS},
                weight=50 + count,
            )


def _contact_first(subject: Subject) -> Iterator[Hit]:
    for index, step in enumerate(subject.document.steps):
        if step.kind in GIVING and step.show_if is None:
            return
        if isinstance(step, OptInStep):
            yield Hit(
                f"steps[{index}]",
                gettext(
                    "An address is asked for before anything was given. Move this step behind a"
                    " result or a gift."
                ),
                weight=95,
            )


def _first_value(subject: Subject) -> Iterator[Hit]:
    count, path = screens_before_value(subject.document)
    if count > MOST_SCREENS:
        yield Hit(
            path,
            gettext(
                "%(count)s screens pass before anything is given. Give something within %(most)s:"
                " fewer questions, or a poll or a gift in between."
            )
            % {"count": count, "most": MOST_SCREENS},
            weight=40 + count,
        )


def _new_tasks(subject: Subject) -> Iterator[Hit]:
    """Only what nobody has done before in this funnel is new; a known kind is a rest."""
    known: set[str] = set()
    fresh = 0
    for path, _step, question in subject.questions:
        task = task_of(question)
        fresh = fresh + 1 if known and task not in known else 0
        known.add(task)
        if fresh == NEW_TASKS:
            yield Hit(
                path,
                gettext(
                    "%(count)s questions in a row each work in a new way. Put one of a known kind"
                    " in between, or ask this one with answers to tap."
                )
                % {"count": NEW_TASKS},
                weight=45,
            )
            fresh = 0


def _dips(subject: Subject) -> Iterator[Hit]:
    found = asks(subject.document)
    for before, here, after in zip(found, found[1:], found[2:], strict=False):
        if _is_dip(before, here, after):
            yield Hit(
                after.path,
                gettext(
                    "Effort goes %(before)s, %(here)s, %(after)s points here. Put the smaller ask"
                    " first, so that each asks a little more than the last."
                )
                % {"before": before.effort, "here": here.effort, "after": after.effort},
                weight=30,
            )


def _is_dip(before: Ask, here: Ask, after: Ask) -> bool:
    return min(before.effort, after.effort) - here.effort >= DIP


def _debt(subject: Subject) -> Iterator[Hit]:
    """Said once, where it begins: what follows is in debt because of it."""
    for path, total in debts(subject.document):
        if total.is_far_ahead:
            yield Hit(
                path,
                gettext(
                    "By here %(asked)s points are asked and %(given)s given. Keep the gap at"
                    " %(most)s: ask less, or give something before this."
                )
                % {"asked": total.asked, "given": total.given, "most": FAR_AHEAD},
                weight=40 + total.asked - total.given,
            )
            return


_EASY, _WARNING = Family.EASY, Severity.WARNING
RULES = (
    Rule("E101", "first-tap", _EASY, _WARNING, _("The first screen is not one tap"), _one_tap),
    Rule("E102", "first-typing", _EASY, _WARNING, _("The first screen needs typing"), _typing),
    Rule("E103", "first-choices", _EASY, _WARNING, _("Many answers at the beginning"), _choices),
    Rule("E104", "many-words", _EASY, _WARNING, _("Many words at the beginning"), _first_words),
    Rule(
        "E105",
        "contact-first",
        _EASY,
        _WARNING,
        _("An address is asked for before anything was given"),
        _contact_first,
    ),
    Rule("E106", "first-value", _EASY, _WARNING, _("A long way to the first gift"), _first_value),
    Rule("E107", "new-tasks", _EASY, _WARNING, _("Several new tasks in a row"), _new_tasks),
    Rule("E108", "effort-dips", _EASY, _WARNING, _("Effort that falls and jumps"), _dips),
    Rule("E109", "asked-ahead", _EASY, _WARNING, _("More is asked than was given"), _debt),
)
