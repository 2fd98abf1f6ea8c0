"""The quiz as published: frozen, typed, made once per process from a publication's JSON.

Scoring, branching and templates read these objects; the same classes check an imported file
and make its JSON Schema, so a field is described in one place only.
"""

from quizzes.document.base import Doc, Key, Line, MaybeLine, Number, Points, Text
from quizzes.document.media import ImageDoc, MediaDoc, MediaPath
from quizzes.document.questions import (
    ChoiceDoc,
    DateDoc,
    LongTextDoc,
    MultipleDoc,
    NumberDoc,
    PictureDoc,
    QuestionDoc,
    RankingDoc,
    ScaleDoc,
    ShortTextDoc,
    SingleDoc,
    YesNoDoc,
)
from quizzes.document.quiz import CategoryDoc, FigureDoc, OutcomeDoc, QuizDoc

__all__ = [
    "CategoryDoc",
    "ChoiceDoc",
    "DateDoc",
    "Doc",
    "FigureDoc",
    "ImageDoc",
    "Key",
    "Line",
    "LongTextDoc",
    "MaybeLine",
    "MediaDoc",
    "MediaPath",
    "MultipleDoc",
    "Number",
    "NumberDoc",
    "OutcomeDoc",
    "PictureDoc",
    "Points",
    "QuestionDoc",
    "QuizDoc",
    "RankingDoc",
    "ScaleDoc",
    "ShortTextDoc",
    "SingleDoc",
    "Text",
    "YesNoDoc",
]
