"""Which questions of a quiz can ever be asked, over all answers and all that is known before.

The rule of unreachable questions asks it. What hangs on numbers, topics or sources is taken to be
possible; jumps, and conditions on answers to the same quiz, are followed.
"""

from __future__ import annotations

from quizzes.branching import after
from quizzes.conditions import AnswerIs, Facts, IsAnswered, Leaf, verdict
from quizzes.document import MultipleDoc, QuestionDoc, QuizDoc, RankingDoc


class Asking:
    """`asked` holds the places of the questions that somebody can meet."""

    def __init__(self, quiz: QuizDoc, step_key: str) -> None:
        self.quiz, self.step_key = quiz, step_key
        self.places = {question.key: place for place, question in enumerate(quiz.questions)}
        self.asked: set[int] = set()
        self._arrived = {0}
        for place, question in enumerate(quiz.questions):
            if place not in self._arrived:
                continue
            if self._may_show(place, question):
                self.asked.add(place)
                self._arrived |= self._leads(place)
            if question.show_if is not None:
                self._arrived.add(place + 1)

    def _may_show(self, place: int, question: QuestionDoc) -> bool:
        def is_unsettled(leaf: Leaf) -> bool:
            match leaf:
                case AnswerIs() if leaf.step == self.step_key:
                    return self._reaches(leaf.question, place, leaf.any_of)
                case IsAnswered() if leaf.step == self.step_key:
                    return self._reaches(leaf.question, place, ())
                case _:
                    return True

        return verdict(question.show_if, Facts(), is_unsettled) is not False

    def _reaches(self, key: str, target: int, choices: tuple[str, ...]) -> bool:
        """Whether somebody who answers the question with one of these comes to the target."""
        place = self.places.get(key, target)
        if place not in self.asked:
            return False
        reached = self._leads(place, choices)
        for between in range(place + 1, target):
            if between in reached:
                reached |= self._leads(between) if between in self.asked else {between + 1}
                if self.quiz.questions[between].show_if is not None:
                    reached.add(between + 1)
        return target in reached

    def _leads(self, place: int, choices: tuple[str, ...] = ()) -> set[int]:
        """Where answers with one of these choices lead; of several at once, any may decide."""
        question = self.quiz.questions[place]
        if isinstance(question, MultipleDoc | RankingDoc):
            choices = ()
        keys = choices or tuple(choice.key for choice in question.options)
        found = {after(self.quiz, place, (key,)) for key in keys if question.choice(key)}
        if not choices and (not keys or question.is_optional):
            found.add(place + 1)
        return found
