"""The ways to score and what may decide the result in each, with a line for the marketer.

The quiz's form and page show what belongs to the chosen way only.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from quizzes.models import Question, Quiz

_Way = Quiz.Scoring
_By = Quiz.OutcomeBy

SCORING_LINES: Mapping[str, StrPromise] = {
    _Way.PERSONALITY: _("Answers give points to results: “You are a planner”."),
    _Way.SCORECARD: _("Answers give points to topics, shown as bars in percent."),
    _Way.KNOWLEDGE: _("Answers are right or wrong, and you explain why."),
    _Way.CALCULATOR: _("Formulas over their numbers: “about €380 a month”."),
    _Way.NONE: _("You ask and thank. Nobody is put into a box."),
}
DECIDING_LINES: Mapping[str, StrPromise] = {
    _By.POINTS: _("The result that answers gave most points to."),
    _By.CATEGORY: _("Each result belongs to a topic. The highest topic wins."),
    _By.TIER: _("Each result covers a part of 0 to 100 percent."),
    _By.RANGE: _("Each result covers a range of one figure."),
    _By.RULE: _("Each result has a rule. The first in your order that holds wins."),
}
DECIDING: Mapping[str, tuple[Quiz.OutcomeBy, ...]] = {
    _Way.PERSONALITY: (_By.POINTS, _By.RULE),
    _Way.SCORECARD: (_By.TIER, _By.CATEGORY, _By.RULE),
    _Way.KNOWLEDGE: (_By.TIER, _By.RULE),
    _Way.CALCULATOR: (_By.RANGE, _By.RULE),
    _Way.NONE: (),
}
KIND_LINES = {
    Question.Kind.SINGLE: ("radio_button_checked", _("One tap among a few answers.")),
    Question.Kind.MULTIPLE: ("check_box", _("They tick all that fit, within your limits.")),
    Question.Kind.PICTURE: ("image", _("One tap on a picture. Each needs a description.")),
    Question.Kind.YES_NO: ("thumbs_up_down", _("Two buttons, the smallest ask there is.")),
    Question.Kind.SCALE: ("linear_scale", _("2 to 11 numbers in a row, both ends named.")),
    Question.Kind.NUMBER: ("pin", _("They type a number: hours, euros, people.")),
    Question.Kind.SHORT_TEXT: ("short_text", _("One line in their own words.")),
    Question.Kind.LONG_TEXT: ("notes", _("A few sentences. Asks a lot; use it rarely.")),
    Question.Kind.DATE: ("event", _("A day, for example of a wedding or a launch.")),
    Question.Kind.RANKING: ("format_list_numbered", _("They put up to seven answers in order.")),
}


def deciding(quiz: Quiz) -> tuple[Quiz.OutcomeBy, ...]:
    """What may decide here; what an imported quiz says stays on offer."""
    usual = DECIDING.get(quiz.scoring, ())
    now = Quiz.OutcomeBy(quiz.outcome_by)
    return usual if now in usual or not usual else (*usual, now)


def has_results(quiz: Quiz) -> bool:
    return quiz.scoring != _Way.NONE


def gives_to_results(question: Question) -> bool:
    """Whether its answers give points to results; topics can take points in every way."""
    return question.quiz.scoring == _Way.PERSONALITY
