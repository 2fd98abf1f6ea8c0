"""A whole quiz once more. Topics and figures get keys that no other quiz of the funnel has;
questions, answers and results keep theirs, and what stands inside speaks of the copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from funnel.drafts.retelling import Renamed
from funnel.drafts.row_copies import copied
from funnel.models import Funnel
from quizzes.keys import free_key
from quizzes.models import Category, Choice, Figure, Outcome, Question, Quiz, Weight


def copy_quiz(funnel: Funnel, quiz: Quiz, *, old: str, new: str) -> Quiz:
    """`old` and `new` are the keys of the two steps. What was archived stays behind."""
    renamed = Renamed(
        steps={old: new},
        topics=_free(_taken_topics(funnel), quiz.categories.values_list("key", flat=True)),
        figures=_free(_taken_figures(funnel), quiz.figures.values_list("key", flat=True)),
    )
    made = copied(quiz, decides=None, tie_question=None, default_outcome=None)
    topics = {
        each.pk: copied(each, quiz=made, key=renamed.topics[each.key])
        for each in quiz.categories.all()
    }
    figures = {each.pk: _figure(each, made, renamed) for each in quiz.figures.all()}
    outcomes = {each.pk: _outcome(each, made, renamed, topics) for each in quiz.outcomes.all()}
    questions = {each.pk: _question(each, made, renamed) for each in quiz.questions.all()}
    _copy_points(_copy_choices(questions), questions, outcomes, topics)
    made.decides = figures.get(quiz.decides_id or 0)
    made.tie_question = questions.get(quiz.tie_question_id or 0)
    made.default_outcome = outcomes.get(quiz.default_outcome_id or 0)
    made.save()
    return made


def _taken_topics(funnel: Funnel) -> set[str]:
    mine = Category.objects.filter(quiz__step__funnel=funnel)
    return set(mine.values_list("key", flat=True))


def _taken_figures(funnel: Funnel) -> set[str]:
    mine = Figure.objects.filter(quiz__step__funnel=funnel)
    return set(mine.values_list("key", flat=True))


def _free(taken: set[str], keys: Iterable[str]) -> dict[str, str]:
    """A new key for each old one."""
    found: dict[str, str] = {}
    for key in keys:
        found[key] = free_key(key, taken={*taken, *found.values()}, fallback="copy")
    return found


def _figure(figure: Figure, quiz: Quiz, renamed: Renamed) -> Figure:
    return copied(
        figure,
        quiz=quiz,
        key=renamed.figures[figure.key],
        formula=renamed.formula(figure.formula),
    )


def _outcome(
    outcome: Outcome, quiz: Quiz, renamed: Renamed, topics: Mapping[int, Category]
) -> Outcome:
    texts = ("headline", "interpretation", "first_action", "share_text")
    return copied(
        outcome,
        quiz=quiz,
        category=topics.get(outcome.category_id or 0),
        when=renamed.condition(outcome.when),
        **{name: renamed.text(getattr(outcome, name)) for name in texts},
    )


def _question(question: Question, quiz: Quiz, renamed: Renamed) -> Question:
    texts = ("text", "help", "why", "explanation")
    return copied(
        question,
        quiz=quiz,
        show_if=renamed.condition(question.show_if),
        **{name: renamed.text(getattr(question, name)) for name in texts},
    )


def _copy_choices(questions: Mapping[int, Question]) -> dict[int, Choice]:
    standing = Choice.objects.filter(question__in=questions)
    return {each.pk: copied(each, question=questions[each.question_id]) for each in standing}


def _copy_points(
    choices: Mapping[int, Choice],
    questions: Mapping[int, Question],
    outcomes: Mapping[int, Outcome],
    topics: Mapping[int, Category],
) -> None:
    by_choice = Weight.objects.filter(choice__in=choices)
    for weight in [*by_choice, *Weight.objects.filter(scale__in=questions)]:
        copied(
            weight,
            choice=choices.get(weight.choice_id or 0),
            scale=questions.get(weight.scale_id or 0),
            outcome=outcomes.get(weight.outcome_id or 0),
            category=topics.get(weight.category_id or 0),
        )
