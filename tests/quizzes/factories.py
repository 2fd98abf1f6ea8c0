"""Quizzes for tests: exact ones from a few words, and random ones of every kind and scoring."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from quizzes.document import (
    DateDoc,
    LongTextDoc,
    MultipleDoc,
    NumberDoc,
    QuestionDoc,
    QuizDoc,
    RankingDoc,
    ShortTextDoc,
)

# Any: plain JSON data, as it stands in a portable file.
Plain = dict[str, Any]

STEP = "quiz"
OUTCOMES = ("low", "middle", "high")
TOPICS = ("money", "time")
FIGURES = ("cost", "share")
KINDS = (
    *("single", "multiple", "picture", "yes_no", "scale"),
    *("number", "short_text", "long_text", "date", "ranking"),
)
# Each way to score with the ways it may choose a result.
SCORINGS = {
    "personality": ("points", "category", "rule"),
    "scorecard": ("category", "tier", "rule"),
    "knowledge": ("tier", "rule"),
    "calculator": ("range", "rule"),
    "none": ("points",),
}
_ENDS = {"low": (None, 33), "middle": (34, 66), "high": (67, None)}
_FORMULAS = ("{a}", "{a} * 2 + 1", "{a} / {b}", "known({a}, 3) - {b}", "{a} if {b} > 2 else 50")


def make_quiz(*questions: Plain, **changes: Any) -> QuizDoc:  # Any: the fields of QuizDoc
    """A personality quiz with the topics and three results of this file; `changes` replace keys."""
    raw = {
        "scoring": "personality",
        "topics": [{"key": key, "name": key.capitalize()} for key in TOPICS],
        "outcomes": [make_outcome(key) for key in OUTCOMES],
        "default_outcome": "low",
        "questions": list(questions),
        **changes,
    }
    if raw["scoring"] == "none":
        raw |= {"topics": [], "outcomes": [], "default_outcome": None}
    return QuizDoc.model_validate_json(json.dumps(raw))


def make_outcome(key: str, **more: Any) -> Plain:  # Any: the fields of OutcomeDoc
    words = {"headline": f"You are {key}", "interpretation": "Text.", "first_action": "Text."}
    return {"key": key, "name": key.capitalize(), **words, **more}


def make_figure(key: str, formula: str, **more: Any) -> Plain:  # Any: the fields of FigureDoc
    return {"key": key, "name": key.capitalize(), "formula": formula, **more}


def make_choice(key: str, **more: Any) -> Plain:  # Any: the fields of ChoiceDoc
    return {"key": key, "text": f"Choice {key}", **more}


def make_question(key: str, kind: str = "single", **more: Any) -> Plain:
    """One that is right as it is; `more` are fields of its kind."""
    # Any: the fields of that kind
    filled: dict[str, Plain] = {
        "yes_no": {"choices": [make_choice("yes"), make_choice("no")]},
        "scale": {"first": 1, "last": 5, "low_label": "Little", "high_label": "Much"},
        "number": {"at_least": 0, "at_most": 10},
        "picture": {"choices": [make_choice(each, image=_picture(each)) for each in "ab"]},
    }
    typed: Plain = {"short_text": {}, "long_text": {}, "date": {}}
    fields = {**filled, **typed}.get(kind, {"choices": [make_choice(each) for each in "abc"]})
    return {"key": key, "kind": kind, "text": f"Question {key}", **fields, **more}


@st.composite
def quizzes(
    draw: DrawFn,
    *,
    scoring: str = "",
    outcome_by: str = "",
    kinds: tuple[str, ...] = KINDS,
    most: int = 6,
    has_branching: bool = True,
    has_skips: bool = True,
) -> QuizDoc:
    """A quiz at random, of the step `quiz`: kinds and scoring are drawn, the rest comes of a seed.

    Conditions look at answers and scores so far, at source, device, language and depth.
    """
    scoring = scoring or draw(st.sampled_from(sorted(SCORINGS)))
    outcome_by = outcome_by or draw(st.sampled_from(SCORINGS[scoring]))
    asked = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=most))
    random = Random(draw(st.integers(0, 2**32)))
    questions: list[Plain] = []
    for place, kind in enumerate(asked):
        question = random_question(f"q{place + 1}", kind, random)
        if has_skips and random.random() < 0.3:
            question["is_optional"] = True
        if has_branching:
            _branch(question, questions, len(asked), random)
        questions.append(question)
    return make_quiz(*questions, **_scoring(scoring, outcome_by, questions, random))


@st.composite
def answers(draw: DrawFn, question: QuestionDoc) -> tuple[str, ...]:
    """An answer as stored, at random; a skip, too, where the question may be skipped."""
    return random_answer(question, Random(draw(st.integers(0, 2**32))))


def random_answer(question: QuestionDoc, random: Random) -> tuple[str, ...]:
    if question.is_optional and random.random() < 0.25:
        return ()
    keys = [choice.key for choice in question.options]
    match question:
        case MultipleDoc():
            picked = random.sample(keys, random.randint(question.min_picks, question.most))
            return tuple(key for key in keys if key in picked)
        case RankingDoc():
            return tuple(random.sample(keys, len(keys)))
        case NumberDoc():
            scale = 10**question.decimals
            low, high = int(question.at_least * scale), int(question.at_most * scale)
            number = f"{random.randint(low, high) / scale:.{question.decimals}f}"
            number = number.rstrip("0").rstrip(".") if "." in number else number
            return ("0" if number == "-0" else number,)
        case ShortTextDoc() | LongTextDoc():
            return (random.choice(["Berlin", "a few words", "x", "Łódź", "شكرا"]),)
        case DateDoc():
            return (random.choice(["2026-01-01", "2026-02-28", "2026-12-31"]),)
        case _:
            return (random.choice(keys),)


def random_question(key: str, kind: str, random: Random) -> Plain:
    """A question of the kind with points, topics, values and right answers at random."""
    match kind:
        case "scale":
            first, last = random.choice([(1, 3), (0, 4), (1, 2)])
            return make_question(key, kind, first=first, last=last, **_points(random))
        case "number":
            low = random.choice([-2, 0, 1])
            decimals = random.choice([0, 0, 1])
            more: Plain = {"right": low + 1, "tolerance": random.choice([0, 0.5, 1])}
            bounds = {"at_least": low, "at_most": low + 3, "decimals": decimals}
            return make_question(key, kind, **bounds, **more)
        case "short_text":
            return make_question(key, kind, accepted=random.choice([[], ["Berlin", "berlín"]]))
        case "long_text":
            return make_question(key, kind)
        case "date":
            days: Plain = {"earliest": "2026-01-01", "latest": "2026-12-31"}
            return make_question(key, kind, **random.choice([{}, days]))
    keys = ["yes", "no"] if kind == "yes_no" else list("abcd"[: random.randint(2, 4)])
    choices = [_choice(each, kind, random) for each in keys]
    question = make_question(key, kind, choices=choices)
    if kind == "multiple":
        question["min_picks"] = random.randint(1, 2)
        question["max_picks"] = random.choice([None, 2, 3])
    return question


def _choice(key: str, kind: str, random: Random) -> Plain:
    more: Plain = {"value": random.choice([None, 0, 1, 2.5, 10]), "is_right": random.random() < 0.4}
    if kind == "picture":
        more["image"] = _picture(key)
    return make_choice(key, **_points(random), **more)


def _points(random: Random) -> Plain:
    return {
        name: {key: random.randint(-3, 5) for key in keys if random.random() < 0.6}
        for name, keys in (("points", OUTCOMES), ("topics", TOPICS))
    }


def _picture(key: str) -> Plain:
    return {"path": f"media/{key}.png", "sha256": "0" * 64, "alt": f"Picture {key}"}


def _branch(question: Plain, before: list[Plain], count: int, random: Random) -> None:
    place = len(before) + 1
    if before and random.random() < 0.4:
        question["show_if"] = random_condition(before, random)
    for choice in question.get("choices", []):
        if random.random() < 0.25:
            later = [f"q{number}" for number in range(place + 1, count + 1)]
            choice["go_to"] = random.choice(["end", *later])


def random_condition(before: list[Plain], random: Random, depth: int = 2) -> Plain:
    """Nested all, any and not over the answers and scores so far and the visitor."""
    if depth and random.random() < 0.3:
        parts = [random_condition(before, random, depth - 1) for _part in range(2)]
        how = random.choice(["all", "any", "not"])
        return {"not": parts[0]} if how == "not" else {how: parts}
    question = random.choice(before)
    place = {"step": STEP, "question": question["key"]}
    leaves: list[Plain] = [
        {"fact": "answered", **place},
        {"fact": "source", "any_of": ["direct"]},
        {"fact": "device", "any_of": ["phone"]},
        {"fact": "language", "any_of": ["de"]},
        {"fact": "topic", "of": random.choice(TOPICS), "at_least": random.randint(0, 100)},
        {"fact": "figure", "of": random.choice(FIGURES), "at_most": random.randint(-5, 50)},
        {"fact": "score", "at_least": random.randint(0, 100)},
        {"fact": "depth", "at_least": random.randint(0, 3)},
    ]
    if question["kind"] in ("number", "scale"):
        leaves += [{"fact": "number", **place, "at_least": random.randint(0, 4)}] * 4
    if "choices" in question:
        keys = [choice["key"] for choice in question["choices"]]
        leaves += [{"fact": "answer", **place, "any_of": random.sample(keys, 1)}] * 6
    return random.choice(leaves)


def _scoring(scoring: str, outcome_by: str, questions: list[Plain], random: Random) -> Plain:
    keys = [each["key"] for each in questions]
    asked = [each["key"] for each in questions if each["kind"] in ("number", "scale")] or ["2"]
    figures = [
        make_figure(key, random.choice(_FORMULAS).format(a=random.choice(asked), b=asked[-1]))
        for key in (FIGURES if scoring != "none" else ())
    ]
    found: Plain = {"scoring": scoring, "outcome_by": outcome_by, "figures": figures}
    found |= {"tie": random.choice(["first", "default", "question"]), "decides": FIGURES[0]}
    found["tie_question"] = random.choice(keys)
    found["outcomes"] = [
        make_outcome(key, **_how(key, place, outcome_by, questions, random))
        for place, key in enumerate(OUTCOMES)
    ]
    if scoring == "none":
        found |= {"decides": None, "tie": "first", "tie_question": None}
    return found


def _how(key: str, place: int, outcome_by: str, questions: list[Plain], random: Random) -> Plain:
    match outcome_by:
        case "category":
            return {"category": TOPICS[place] if place < len(TOPICS) else None}
        case "tier":
            at_least, at_most = _ENDS[key]
            return {"at_least": at_least, "at_most": at_most}
        case "range":
            return {"at_least": place * 4, "at_most": place * 4 + 3}
        case "rule":
            return {"when": random_condition(questions, random) if place else None}
    return {}
