"""All ways through a quiz at once: equal states are one state, with how often it comes about.

Weights are whole numbers over one denominator per place, so nothing is ever rounded.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import add

from quizzes.answers import SECONDS_PER_EFFORT, effort
from quizzes.branching import after
from quizzes.conditions import Facts, holds
from quizzes.counting.interest import NEVER, Interest, Ledger
from quizzes.counting.options import how_many, options
from quizzes.document import QuizDoc
from quizzes.formulas import number_of
from quizzes.scoring import facts_with, stands
from quizzes.scoring.choosing import Standing, Verdict, choose, measured
from quizzes.scoring.gains import gain

# The numbers of a gain, and the answers still looked at by the index of their question.
Kept = tuple[tuple[int, tuple[str, ...]], ...]
State = tuple[tuple[int, ...], Kept]

# What working out the numbers of a state costs beside following one answer.
_PERCENTS, _FORMULAS = 3, 6


class TooManyError(Exception):
    """More states and answers than the limit; `question` is the one whose grid alone is."""

    def __init__(self, question: str = "") -> None:
        super().__init__()
        self.question = question


@dataclass(slots=True)
class Tally:
    """How often a state comes about, and the lengths of the ways that lead to it."""

    weight: int = 0
    paths: int = 0
    fewest: int = 10**9
    most: int = -1
    quickest: int = 10**9
    slowest: int = -1

    def take(self, other: Tally, times: int, scale: int, seconds: int, questions: int) -> None:
        self.weight += other.weight * scale * times
        self.paths += other.paths * times
        self.fewest = min(self.fewest, other.fewest + questions)
        self.most = max(self.most, other.most + questions)
        self.quickest = min(self.quickest, other.quickest + seconds)
        self.slowest = max(self.slowest, other.slowest + seconds)


@dataclass(frozen=True, slots=True)
class _Move:
    """Answers to one question that nothing can tell apart; there are `times` of them."""

    numbers: tuple[int, ...]
    target: int
    kept: tuple[str, ...] | None
    seconds: int
    times: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Questions in a row that change no state: where they lead, and what they add."""

    target: int
    times: int = 1
    questions: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """One way a quiz can end; `number` is what tiers or ranges look at."""

    verdict: Verdict
    number: float | None
    tally: Tally


class Paths:
    """The ways through one quiz; `budget` counts answers and states over all calls of ends()."""

    def __init__(self, quiz: QuizDoc, step_key: str, budget: int) -> None:
        self.interest = Interest(quiz, step_key)
        self._quiz, self._step_key, self._budget = quiz, step_key, budget
        self._ledger = Ledger(self.interest)
        self._lean = self.interest.lean()
        self._standings: dict[State, Standing] = {}
        self._check_size()
        self._moves = [self._moves_of(place) for place in range(len(quiz.questions))]
        self._sizes = [sum(move.times for move in moves) for moves in self._moves]
        self._runs = self._runs_of()
        self._is_kept_until = min(self.interest.answers.values(), default=len(quiz.questions))

    @property
    def denominator(self) -> int:
        """What the weights of ends() are parts of."""
        return math.prod(self._sizes)

    def ends(self, facts: Facts) -> Iterator[End]:
        """Every way to end when this is known at the start. Raises TooManyError."""
        final = self._final_states(facts)
        for state, tally in final.items():
            standing = self._standing(state)
            known = facts
            if self._quiz.outcome_by == "rule":
                known = facts_with(self._lean, self._facts(state, facts), standing)
            verdict = choose(self._lean, standing, known) if self._quiz.has_results else Verdict("")
            yield End(verdict, measured(self._lean, standing), tally)

    def _check_size(self) -> None:
        """Before any answer is made: a single question can have more than all memory holds."""
        left = self._budget
        for place, question in enumerate(self._quiz.questions):
            count = how_many(question, is_each_number=self._is_each_number(place))
            if count > self._budget:
                raise TooManyError(question.key)
            left -= count
        if left < 0:
            raise TooManyError
        self._budget = left

    def _is_each_number(self, place: int) -> bool:
        return place in self.interest.answers or self.interest.right != NEVER

    def _moves_of(self, place: int) -> list[_Move]:
        question = self._quiz.questions[place]
        found: dict[tuple[object, ...], tuple[_Move, int]] = {}
        first: dict[object, tuple[str, ...]] = {}
        for values in options(question, is_each_number=self._is_each_number(place)):
            kept = None
            if place in self.interest.answers:
                kept = first.setdefault(self._signature(place, values), values)
            move = _Move(
                self._ledger.flat(gain(self._quiz, question, values)),
                after(self._quiz, place, values),
                kept,
                SECONDS_PER_EFFORT * effort(question, values),
                1,
            )
            alike = (move.numbers, move.target, move.kept, move.seconds)
            found[alike] = (move, found[alike][1] + 1 if alike in found else 1)
        return [
            _Move(move.numbers, move.target, move.kept, move.seconds, times)
            for move, times in found.values()
        ]

    def _runs_of(self) -> list[_Run]:
        """By place; a place where something can change is a run of none."""
        end = len(self._moves)
        runs = [_Run(end)]
        for place in range(end - 1, -1, -1):
            move, ahead = self._moves[place][0], runs[0]
            is_inert = len(self._moves[place]) == 1 and move.kept is None and not any(move.numbers)
            is_asked = self._quiz.questions[place].show_if is None
            if is_inert and is_asked and move.target == place + 1:
                times, takes = move.times * ahead.times, move.seconds + ahead.seconds
                runs.insert(0, _Run(ahead.target, times, 1 + ahead.questions, takes))
            else:
                runs.insert(0, _Run(place))
        return runs

    def _signature(self, place: int, values: tuple[str, ...]) -> object:
        """What later conditions, formulas and ties can see of an answer."""
        question = self._quiz.questions[place]
        facts = Facts(answers={(self._step_key, question.key): values})
        return (
            tuple(holds(leaf, facts) for leaf in self.interest.leaves.get(place, ())),
            number_of(question, values) if place in self.interest.numbers else None,
            gain(self._quiz, question, values) if place == self.interest.tie_place else None,
        )

    def _final_states(self, facts: Facts) -> dict[State, Tally]:
        end = len(self._quiz.questions)
        layers: list[dict[State, Tally]] = [{} for _ in range(end + 1)]
        begin = Tally(1, 1, 0, 0, 0, 0)
        self._arrive(layers, 0, (self._ledger.nothing, ()), begin, _Run(0), 1)
        for place in range(end):
            for state, tally in layers[place].items():
                self._step(place, state, tally, facts, layers)
            layers[place] = {}
        return layers[end]

    def _step(
        self, place: int, state: State, tally: Tally, facts: Facts, layers: list[dict[State, Tally]]
    ) -> None:
        if not self._is_shown(place, state, facts):
            self._spend(1)
            self._arrive(layers, place + 1, state, tally, _Run(place), self._sizes[place])
            return
        self._spend(len(self._moves[place]))
        numbers, kept = state
        for move in self._moves[place]:
            added = tuple(map(add, numbers, move.numbers))
            with_it = kept if move.kept is None else (*kept, (place, move.kept))
            scale = math.prod(self._sizes[place + 1 : move.target])
            by = _Run(move.target, move.times, 1, move.seconds)
            self._arrive(layers, move.target, (added, with_it), tally, by, scale)

    def _arrive(
        self,
        layers: list[dict[State, Tally]],
        place: int,
        state: State,
        tally: Tally,
        by: _Run,
        scale: int,
    ) -> None:
        """Adds a state to its layer, past the questions that change nothing."""
        run = self._runs[place]
        there = layers[run.target].setdefault(self._forgotten(run.target, *state), Tally())
        there.take(
            tally,
            by.times * run.times,
            scale,
            by.seconds + run.seconds,
            by.questions + run.questions,
        )

    def _spend(self, count: int) -> None:
        self._budget -= count
        if self._budget < 0:
            raise TooManyError

    def _forgotten(self, place: int, numbers: tuple[int, ...], kept: Kept) -> State:
        if place > self._is_kept_until:
            until = self.interest.answers
            kept = tuple(each for each in kept if until[each[0]] >= place)
        return self._ledger.forget(numbers, place), kept

    def _is_shown(self, place: int, state: State, facts: Facts) -> bool:
        condition = self._quiz.questions[place].show_if
        if condition is None:
            return True
        known = self._facts(state, facts)
        if place in self.interest.own_numbers:
            known = facts_with(self._lean, known, self._standing(state))
        return holds(condition, known)

    def _facts(self, state: State, facts: Facts) -> Facts:
        answers: Mapping[tuple[str, str], tuple[str, ...]] = {
            **facts.answers,
            **{(self._step_key, key): values for key, values in self._answers(state).items()},
        }
        return Facts(
            answers,
            facts.outcome,
            facts.topics,
            facts.figures,
            facts.score,
            facts.source,
            facts.device,
            facts.language,
            facts.depth,
        )

    def _standing(self, state: State) -> Standing:
        found = self._standings.get(state)
        if found is None:
            self._spend(_FORMULAS if self._lean.figures else _PERCENTS)
            found = stands(self._lean, self._ledger.gain(state[0]), self._answers(state))
            self._standings[state] = found
        return found

    def _answers(self, state: State) -> dict[str, tuple[str, ...]]:
        return {self._quiz.questions[place].key: values for place, values in state[1]}
