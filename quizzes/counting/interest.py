"""What of a path something later still looks at, and until where; all else is forgotten.

A place is the index of the question whose condition looks; the end is the number of questions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from quizzes.branching import is_own_score
from quizzes.conditions import AnswerIs, AnswerNumberIs, IsAnswered, Leaf, NumberIs, leaves
from quizzes.document import FigureDoc, QuizDoc
from quizzes.formulas import FormulaError, name_of, variables
from quizzes.scoring.gains import Gain

NEVER = -1


@dataclass
class Interest:
    """Each number is the last place that looks, NEVER where none does.

    `answers`, `leaves` and `numbers` go by the index of a question: until where its answer is
    kept, which conditions look at it, whether formulas count it. `outside` are conditions on
    what was known before this quiz.
    """

    quiz: QuizDoc
    step_key: str
    points: int = NEVER
    right: int = NEVER
    whole: int = NEVER
    topics: dict[str, int] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)
    leaves: dict[int, list[Leaf]] = field(default_factory=lambda: defaultdict(list))
    numbers: set[int] = field(default_factory=set)
    outside: list[Leaf] = field(default_factory=list)
    own_numbers: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._places = {each.key: place for place, each in enumerate(self.quiz.questions)}
        for place, question in enumerate(self.quiz.questions):
            for leaf in leaves(question.show_if):
                self._leaf(place, leaf)
        if self.quiz.has_results:
            self._result(len(self.quiz.questions))

    @property
    def tie_place(self) -> int | None:
        """The index of the question that breaks ties."""
        if self.quiz.tie != "question" or self.quiz.outcome_by not in ("points", "category"):
            return None
        return self._places.get(self.quiz.tie_question or "")

    def lean(self) -> QuizDoc:
        """The quiz with the questions and figures only that something looks at."""
        questions = tuple(
            each for place, each in enumerate(self.quiz.questions) if place in self.answers
        )
        figures = tuple(each for each in self.quiz.figures if each.key in self.figures)
        return self.quiz.model_copy(update={"questions": questions, "figures": figures})

    def _result(self, end: int) -> None:
        match self.quiz.outcome_by:
            case "points":
                self.points = end
            case "category":
                named = (outcome.category for outcome in self.quiz.outcomes)
                self.topics |= {topic: end for topic in named if topic}
            case "tier":
                self._whole(end)
            case "range":
                self._figure(self.quiz.figure(self.quiz.decides or ""), end)
            case "rule":
                whens = (leaf for outcome in self.quiz.outcomes for leaf in leaves(outcome.when))
                for leaf in whens:
                    self._leaf(end, leaf)
        if self.tie_place is not None:
            self.answers[self.tie_place] = end

    def _leaf(self, place: int, leaf: Leaf) -> None:
        match leaf:
            case AnswerIs() | AnswerNumberIs() | IsAnswered() if leaf.step == self.step_key:
                asked = self._places.get(leaf.question)
                if asked is not None:
                    self.answers[asked] = max(place, self.answers.get(asked, NEVER))
                    self.leaves[asked].append(leaf)
            case NumberIs() if is_own_score(self.quiz, leaf):
                self.own_numbers.add(place)
                self._number(place, leaf)
            case _:
                self.outside.append(leaf)

    def _number(self, place: int, leaf: NumberIs) -> None:
        match leaf.fact:
            case "topic":
                self.topics[leaf.of] = max(place, self.topics.get(leaf.of, NEVER))
            case "figure":
                self._figure(self.quiz.figure(leaf.of), place)
            case _:
                self._whole(place)

    def _whole(self, place: int) -> None:
        if self.quiz.scoring == "knowledge":
            self.right = max(self.right, place)
        else:
            self.whole = max(self.whole, place)

    def _figure(self, figure: FigureDoc | None, place: int) -> None:
        """A figure needs the questions and the earlier figures that its formula names."""
        if figure is None:
            return
        self.figures[figure.key] = max(place, self.figures.get(figure.key, NEVER))
        try:
            names = variables(figure.formula)
        except FormulaError:
            return
        for asked, question in enumerate(self.quiz.questions):
            if name_of(question.key) in names:
                self.numbers.add(asked)
                self.answers[asked] = max(place, self.answers.get(asked, NEVER))
        for other in self.quiz.figures:
            if other.key == figure.key:
                return
            if name_of(other.key) in names:
                self._figure(other, place)


class Ledger:
    """The numbers of a gain that something looks at, as a tuple that is quick to add up."""

    def __init__(self, interest: Interest) -> None:
        quiz = interest.quiz
        self._outcomes = len(quiz.outcomes)
        self._topics = [interest.topics.get(topic.key, NEVER) for topic in quiz.topics]
        self._whole = interest.whole
        # Per number the last place that looks at it, in the order of flat().
        rest = NEVER if self._whole == NEVER else self._whole
        topics = [max(until, rest) if until != NEVER else NEVER for until in self._topics]
        self._until = (
            *[interest.points] * self._outcomes,
            *(until for until in topics for _ in range(2)),
            *(rest, rest),
            *(interest.right, interest.right),
        )
        self._kept = [index for index, until in enumerate(self._until) if until != NEVER]
        self._all_until = min((self._until[index] for index in self._kept), default=NEVER)
        self.nothing = (0,) * len(self._kept)

    def flat(self, gain: Gain) -> tuple[int, ...]:
        """Topics count from their least; those that are only part of the whole count together."""
        topics = [
            (got - low, high - low)
            for got, low, high in zip(gain.got, gain.low, gain.high, strict=True)
        ]
        others = [each for each, until in zip(topics, self._topics, strict=True) if until == NEVER]
        numbers = (
            *gain.points,
            *(number for each in topics for number in each),
            *(sum(got for got, _ in others), sum(high for _, high in others)),
            *(gain.right, gain.judged),
        )
        return tuple(numbers[index] for index in self._kept)

    def forget(self, numbers: tuple[int, ...], place: int) -> tuple[int, ...]:
        """Without what nothing looks at from this place on."""
        if place <= self._all_until:
            return numbers
        return tuple(
            number if self._until[index] >= place else 0
            for number, index in zip(numbers, self._kept, strict=True)
        )

    def gain(self, numbers: tuple[int, ...]) -> Gain:
        """A gain that stands for all with these numbers."""
        whole = [0] * len(self._until)
        for number, index in zip(numbers, self._kept, strict=True):
            whole[index] = number
        points, rest = whole[: self._outcomes], whole[self._outcomes :]
        count = len(self._topics)
        got, high = rest[0 : 2 * count : 2], rest[1 : 2 * count : 2]
        for index, until in enumerate(self._topics):
            if until == NEVER:
                # The first that nobody looks at by itself carries the others' part of the whole.
                got[index], high[index] = rest[2 * count], rest[2 * count + 1]
                break
        return Gain(tuple(points), tuple(got), (0,) * count, tuple(high), rest[-2], rest[-1])
