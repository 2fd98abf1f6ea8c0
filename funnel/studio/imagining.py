"""Answers that lead an example person to a screen, or to one of the results.

The preview walks there with them; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random

from funnel.document import FunnelDocument, PollStep, QuizStep
from funnel.journey.preview import imagined_answer
from funnel.journey.trail import Screen, State, Trail, follow
from quizzes.branching import walk
from quizzes.conditions import AnswerIs, Condition, Facts, OutcomeIs, leaves
from quizzes.document import MultipleDoc, NumberDoc, QuestionDoc, QuizDoc, RankingDoc
from quizzes.numerals import exact, plain
from quizzes.scoring import score

Values = tuple[str, ...]
# So many sets of answers are tried for a result; then it is shown as if they had led there.
_TRIES = 80


def trail_to(document: FunnelDocument, screen: Screen, outcome: str = "") -> tuple[Trail, State]:
    """The trail of somebody who has come to this screen, with this result where one is wanted.

    A screen that no answers lead to is shown all the same, as if it were open now.
    """
    wanted, outcome = _wanted(document, screen, outcome)
    places = {step.key: place for place, step in enumerate(document.steps)}
    state = State(answers=_answers_for(document, outcome))
    trail = follow(document, state)
    # Each round answers one question or ends one step.
    for _round in range(60 * len(document.steps) + 1):
        here = trail.here
        if here is None or here == screen or places[here.step] > places[screen.step]:
            break
        state = _done(document, state, here, wanted, is_near=here.step == screen.step)
        trail = follow(document, state)
    return _forced(replace(trail, here=screen), outcome), state


def _done(
    document: FunnelDocument,
    state: State,
    here: Screen,
    wanted: Mapping[Screen, str],
    *,
    is_near: bool,
) -> State:
    step = document.step(here.step)
    question = step.quiz.question(here.question) if isinstance(step, QuizStep | PollStep) else None
    if question is None:
        return replace(state, done=state.done | {here.step})
    values = _values(question, wanted.get(here, ""), may_jump=not is_near)
    return replace(state, answers={**state.answers, (here.step, here.question): values})


def _values(question: QuestionDoc, key: str, *, may_jump: bool) -> Values:
    """The wanted choice, else the first that does not lead past what shall be seen."""
    if question.choice(key) and not isinstance(question, RankingDoc | MultipleDoc):
        return (key,)
    values = imagined_answer(question)
    staying = next((each.key for each in question.options if not each.go_to), "")
    if may_jump or not staying or isinstance(question, RankingDoc | MultipleDoc):
        return values
    return (staying,)


def _wanted(
    document: FunnelDocument, screen: Screen, outcome: str
) -> tuple[dict[Screen, str], str]:
    """What the conditions of a screen ask for: choices by question, and a result."""
    step = document.step(screen.step)
    quiz = step.quiz if isinstance(step, QuizStep | PollStep) else None
    question = quiz.question(screen.question) if quiz else None
    found: dict[Screen, str] = {}
    conditions: Iterable[Condition | None] = (
        question.show_if if question else None,
        step.show_if if step else None,
    )
    for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
        if isinstance(leaf, AnswerIs):
            found.setdefault(Screen(leaf.step, leaf.question), leaf.any_of[0])
        elif isinstance(leaf, OutcomeIs):
            outcome = outcome or leaf.any_of[0]
    return found, outcome


def _answers_for(document: FunnelDocument, outcome: str) -> dict[tuple[str, str], Values]:
    for step in document.steps:
        if isinstance(step, QuizStep) and step.quiz.outcome(outcome):
            found = answers_for(step.quiz, step.key, outcome)
            return {(step.key, key): values for key, values in found.items()}
    return {}


def answers_for(quiz: QuizDoc, step_key: str, outcome: str) -> dict[str, Values]:
    """Answers by question that end in this result; {} where none of some tries does.

    Deterministic: the same quiz is always answered the same way.
    """
    chance = Random(f"{step_key} {outcome}")  # noqa: S311  # no secret hangs on it
    ways = {question.key: _ways(quiz, question, outcome) for question in quiz.questions}
    for number in range(_TRIES):
        # First what speaks for the result, then ever more at random.
        answers = {
            key: each[0] if chance.random() >= number / _TRIES else chance.choice(each)
            for key, each in ways.items()
        }
        given = {(step_key, key): values for key, values in answers.items()}
        went = walk(quiz, step_key, given, Facts())
        counted = {question.key: answers[question.key] for question in went.answered}
        if went.here is None and score(quiz, counted, went.facts).outcome == outcome:
            return counted
    return {}


def _ways(quiz: QuizDoc, question: QuestionDoc, outcome: str) -> list[Values]:
    """Some answers to a question, what speaks most for the result first."""
    found = quiz.outcome(outcome)
    topic = found.category if found else None

    def speaks(key: str) -> int:
        choice = question.choice(key)
        if choice is None:
            return 0
        points = choice.points.get(outcome, 0) - sum(choice.points.values()) / 100
        return round(100 * (points + choice.topics.get(topic or "", 0)) + choice.is_right)

    keys = sorted((each.key for each in question.options), key=speaks, reverse=True)
    match question:
        case RankingDoc():
            return [(*keys[at:], *keys[:at]) for at in range(len(keys))]
        case MultipleDoc():
            least = question.min_picks
            sizes = range(least, question.most + 1)
            return [_listed(question, keys[:size]) for size in sizes] + [
                _listed(question, (keys[at:] + keys[:at])[:least]) for at in range(len(keys))
            ]
        case NumberDoc():
            low, high = question.at_least, question.at_most
            found_numbers = [low, high, *(low + (high - low) * part / 8 for part in range(1, 8))]
            return [(plain(exact(float(round(each)))),) for each in found_numbers]
    return [(key,) for key in keys] or [imagined_answer(question)]


def _listed(question: QuestionDoc, keys: list[str]) -> Values:
    return tuple(each.key for each in question.options if each.key in keys)


def _forced(trail: Trail, outcome: str) -> Trail:
    if not outcome or trail.score.outcome == outcome:
        return trail
    forced = replace(trail.score, outcome=outcome, runner_up="")
    return replace(trail, score=forced, facts=replace(trail.facts, outcome=outcome))
