"""Random branching funnels that could go live, and quizzes and conditions at random."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from funnel.checking.laws import check_document
from funnel.document import FunnelDocument
from quizzes.document import QuizDoc
from tests.funnel.journey.documents import (
    OUTCOMES,
    TOPICS,
    Plain,
    answer_is,
    choice,
    document_of,
    gift,
    offer,
    opt_in,
    question,
    quiz_data,
    result,
    statement,
    step,
)

GONE = object()

SOURCES = ("direct", "newsletter", "instagram")
CHOICES = ("a", "b", "c")
GIFTS = ("checklist", "guide", "video", "link", "series")


@dataclass
class Known:
    """What is asked before a place in the funnel; conditions may name only that."""

    questions: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    has_result: bool = False


@st.composite
def documents(draw: DrawFn, *, has_opt_in: bool = True) -> FunnelDocument:
    """A funnel with conditions, jumps, gifts and asks at random; it passes the publish checks.

    Hypothesis chooses (and shrinks) the kinds of steps; what stands in them comes from one
    seed, which is fifty times faster than drawing each word.
    """
    kinds = ["offer", "statement", "poll", "quiz", "result", *GIFTS, *(["opt_in"] * 2 * has_opt_in)]
    thought_or_gate = ["statement", *(["opt_in"] * has_opt_in)]
    first = draw(st.sampled_from(["quiz", "quiz", "quiz", "quiz", "poll", *thought_or_gate]))
    middle = draw(st.lists(st.sampled_from(kinds), max_size=6))
    return random_document([first, *middle], Random(draw(st.integers(0, 2**32))))


def random_document(kinds: list[str], random: Random) -> FunnelDocument:
    """Steps of these kinds and an end; a result without a quiz before it is left out."""
    known = Known()
    steps = [_random_first(known, kinds[0], random)]
    for number, kind in enumerate(kinds[1:], start=2):
        if kind == "result" and _may_show_result(known, steps):
            steps += _random_result(known, f"result{number}", random)
        elif kind != "result":
            steps.append(_random_step(known, kind, f"{kind.replace('_', '-')}{number}", random))
    if _may_show_result(known, steps) and random.random() < 0.4:
        steps.append(result("end-result"))
    else:
        steps += _random_offers(known, random)
    return _seen_by_somebody(steps)


def _random_first(known: Known, kind: str, random: Random) -> Plain:
    """What stands on the landing page is there for everybody."""
    if kind == "statement":
        return statement("statement1")
    if kind == "opt_in":
        return opt_in("opt-in1", is_skippable=random.random() < 0.8)
    return _random_quiz(known, f"{kind}1", kind, random, is_first=True)


def _random_result(known: Known, key: str, random: Random) -> list[Plain]:
    """All of it on one screen; or its first words, what may stand between, and the rest."""
    show_if = _maybe_condition(known, random)
    if random.random() < 0.5:
        return [result(key, show_if)]
    gates = [opt_in(f"{key}-gate", is_skippable=random.random() < 0.5)] * (random.random() < 0.7)
    rest = result(f"{key}-rest", random.choice([None, show_if]), part="rest")
    return [result(key, show_if, part="first"), *gates, rest]


def _random_offers(known: Known, random: Random) -> list[Plain]:
    """One for everybody; some for a few stand before it, now and then with a gift between."""
    found: list[Plain] = []
    for number in range(1, random.choice([0, 0, 1, 2, 3]) + 1):
        min_depth = random.choice([0, 0, 5, 12])
        condition = random_condition(known, random)
        found.append(offer(f"offer-for-{number}", min_depth=min_depth, show_if=condition))
        if random.random() < 0.3:
            found.append(gift("guide", f"guide-for-{number}", random_condition(known, random)))
    return [*found, offer("end-offer", min_depth=random.choice([0, 0, 1, 5, 9, 40]))]


def _seen_by_somebody(steps: list[Plain]) -> FunnelDocument:
    """Conditions at random may hold for nobody: those go, and so do offers behind one for all."""
    document = document_of(steps)
    for fault in check_document(document):
        assert fault.message.startswith("Nobody"), fault
        found = re.match(r"steps\[(\d+)\]\.(show_if|kind)", fault.path)
        assert found, fault
        if found[2] == "show_if":
            # The rest of a result is for whom its first words are for.
            kind = steps[int(found[1])]["kind"]
            alike = [each for each in steps if kind == each["kind"] == "result"]
            for each in alike or [steps[int(found[1])]]:
                each["show_if"] = None
        else:
            del steps[int(found[1])]
        return _seen_by_somebody(steps)
    return document


@st.composite
def quizzes(draw: DrawFn, *, is_scored: bool = False, has_conditions: bool = True) -> QuizDoc:
    """A quiz that stands alone, as the step `quiz`."""
    random = Random(draw(st.integers(0, 2**32)))
    count = draw(st.integers(1, 6))
    questions = _random_questions(
        Known(), "quiz", random, count, is_scored=is_scored, has_conditions=has_conditions
    )
    return QuizDoc.model_validate_json(json.dumps(quiz_data(questions, is_scored=is_scored)))


def random_condition(known: Known, random: Random, depth: int = 2) -> Plain:
    """Nested all, any and not over facts that are known by now."""
    if depth and random.random() < 0.3:
        parts = [random_condition(known, random, depth - 1) for _ in range(random.randint(1, 3))]
        how = random.choice(["all", "any", "not"])
        return {"not": parts[0]} if how == "not" else {how: parts}
    leaf = random.choice(["answer", "answer", "answer", "source", "depth", "outcome", "topic"])
    if leaf == "answer" and known.questions:
        asked, question, choices = random.choice(known.questions)
        return answer_is(asked, question, *random.sample(choices, random.randint(1, 2)))
    if leaf == "outcome" and known.has_result:
        return {"fact": "outcome", "any_of": random.sample(OUTCOMES, random.randint(1, 2))}
    if leaf == "topic" and known.has_result:
        return _random_bounds("topic", random.choice(TOPICS), 100, random)
    if leaf == "source":
        return {"fact": "source", "any_of": random.sample(SOURCES, random.randint(1, 2))}
    return _random_bounds("depth", "", 20, random)


def _random_quiz(
    known: Known, key: str, kind: str, random: Random, *, is_first: bool = False
) -> Plain:
    is_scored = kind == "quiz" and not known.has_result and random.random() < 0.6
    # The result needs its quiz, so a quiz with results has no condition of its own.
    show_if = None if is_first or is_scored else _maybe_condition(known, random)
    count = 1 if kind == "poll" else random.randint(1, 5)
    questions = _random_questions(
        known,
        key,
        random,
        count,
        is_scored=is_scored,
        is_first=is_first,
        has_kinds=kind == "quiz",
    )
    known.has_result = known.has_result or is_scored
    return step(key, kind, show_if=show_if, quiz=quiz_data(questions, is_scored=is_scored))


def _random_questions(
    known: Known,
    step_key: str,
    random: Random,
    count: int,
    *,
    is_scored: bool,
    is_first: bool = True,
    has_conditions: bool = True,
    has_kinds: bool = False,
) -> list[Plain]:
    found: list[Plain] = []
    for number in range(1, count + 1):
        is_free = not has_conditions or (number == 1 and (is_first or is_scored))
        show_if = None if is_free else _maybe_condition(known, random)
        later = [f"q{place}" for place in range(number + 1, count + 1)]
        choices = [
            choice(key, go_to=random.choice([None, None, None, "end", *later]))
            for key in CHOICES[: 3 if is_scored and number == 1 else random.randint(2, 3)]
        ]
        if is_scored:
            _give_points(choices, random)
        made = question(f"q{number}", *choices, show_if=show_if)
        if has_kinds and not (is_scored and number == 1):
            made |= _random_kind(choices, random)
            made = {name: value for name, value in made.items() if value is not GONE}
        found.append(made)
        if "choices" in made:
            keys = tuple(each["key"] for each in made["choices"])
            known.questions.append((step_key, f"q{number}", keys))
    if is_scored:
        # Publishing wants every result to be within somebody's reach; no other answers outweigh it.
        for each, outcome in zip(found[0]["choices"], OUTCOMES, strict=True):
            each["points"][outcome] = 40
    return found


def _random_kind(choices: list[Plain], random: Random) -> Plain:
    """What makes the question one of another kind; most stay single choices, for the jumps."""
    plain = [{k: v for k, v in each.items() if k != "go_to"} for each in choices]
    of_kind: dict[str, Plain] = {
        "single": {},
        "multiple": {"choices": plain, "min_picks": 1, "max_picks": random.choice([None, 1, 2])},
        "yes_no": {
            "choices": [{**plain[0], "key": "yes"}, {**plain[1], "key": "no"}],
        },
        "picture": {"choices": [{**each, "image": _image(each["key"])} for each in choices]},
        "ranking": {"choices": plain},
        "scale": {"first": 0, "last": 5, "low_label": "Low", "high_label": "High"},
        "number": {"at_least": -5, "at_most": 50, "decimals": 1},
        "short_text": {"max_length": 20},
        "long_text": {"max_length": 50},
        "date": {"earliest": "2020-01-01"},
    }
    kind = random.choice(["single"] * 6 + list(of_kind))
    typed = {} if "choices" in of_kind[kind] or kind == "single" else {"choices": GONE}
    return {"kind": kind, "is_optional": random.random() < 0.4, **of_kind[kind], **typed}


def _image(name: str) -> Plain:
    return {"path": f"media/{name}.png", "sha256": name * 64, "alt": f"Picture {name}"}


def _give_points(choices: list[Plain], random: Random) -> None:
    for each in choices:
        for name, keys in (("points", OUTCOMES), ("topics", TOPICS)):
            each[name] = {key: random.randint(-3, 5) for key in keys if random.random() < 0.5}


def _random_step(known: Known, kind: str, key: str, random: Random) -> Plain:
    if kind in ("quiz", "poll"):
        return _random_quiz(known, key, kind, random)
    show_if = _maybe_condition(known, random)
    if kind == "offer":
        return offer(key, show_if=show_if)
    if kind == "statement":
        return statement(key, show_if)
    if kind == "opt_in":
        return opt_in(key, is_skippable=random.random() < 0.8, show_if=show_if)
    return gift(kind, key, show_if)


def _may_show_result(known: Known, steps: list[Plain]) -> bool:
    return known.has_result and all(each["kind"] != "result" for each in steps)


def _maybe_condition(known: Known, random: Random) -> Plain | None:
    return random_condition(known, random) if random.random() < 0.35 else None


def _random_bounds(fact: str, of: str, top: int, random: Random) -> Plain:
    low, high = sorted((random.randint(0, top), random.randint(0, top)))
    found: Plain = {"fact": fact, "of": of, "at_least": low, "at_most": high}
    found.pop(random.choice(["of" if fact == "depth" else "at_most", "at_least", "at_most"]))
    return found
