"""The small parts that funnels of tests are made of; random_documents.py makes them at random."""

from __future__ import annotations

import json
from typing import Any

from funnel.document import FunnelDocument
from quizzes.document import QuizDoc

# Any: plain JSON data, as it stands in a portable file.
Plain = dict[str, Any]

OUTCOMES = ("planner", "juggler", "sprinter")
TOPICS = ("money", "time")


def answer_is(step_key: str, question: str, *any_of: str) -> Plain:
    return {"fact": "answer", "step": step_key, "question": question, "any_of": list(any_of)}


def document_of(steps: list[Plain], **more: Any) -> FunnelDocument:  # Any: the document's fields
    raw = {
        "slug": "random",
        "name": "Random",
        "hook": {"text": "A question?", "reassurance": "No address needed."},
        "steps": steps,
        "sequences": [_series(each["sequence"]) for each in steps if "sequence" in each],
        **more,
    }
    return FunnelDocument.model_validate_json(json.dumps(raw))


def step(key: str, kind: str, **more: Any) -> Plain:  # Any: the fields of that kind
    return {"key": key, "kind": kind, "invite": f"Next: {key}", **more}


def choice(key: str, **more: Any) -> Plain:  # Any: points, topics, go_to
    return {"key": key, "text": f"Choice {key}", **more}


def question(key: str, *choices: Plain, show_if: Plain | None = None) -> Plain:
    found = list(choices) or [choice("a"), choice("b")]
    return {"key": key, "text": f"Question {key}", "choices": found, "show_if": show_if}


def quiz_of(*questions: Plain) -> QuizDoc:
    """A quiz without results, for examples of branching."""
    return QuizDoc.model_validate_json(json.dumps(quiz_data(list(questions), is_scored=False)))


def quiz_step(key: str, *questions: Plain, kind: str = "quiz", **more: Any) -> Plain:
    # Any: show_if and the like
    return step(key, kind, quiz=quiz_data(list(questions), is_scored=False), **more)


def scored_step(key: str, *questions: Plain) -> Plain:
    """A quiz with the three results; publishing wants each to get points somewhere."""
    return step(key, "quiz", quiz=quiz_data(list(questions), is_scored=True))


def scored_quiz() -> Plain:
    """Answer a makes a planner, b a juggler, c a sprinter."""
    points = {"a": "planner", "b": "juggler", "c": "sprinter"}
    choices = [choice(key, points={outcome: 1}) for key, outcome in points.items()]
    return scored_step("quiz", question("q1", *choices))


def gift(kind: str, key: str = "", show_if: Plain | None = None) -> Plain:
    magnet: Plain = {
        "kind": kind,
        "title": f"A {kind}",
        "problem": "A problem",
        "promise": "A promise",
        "minutes": 3,
    }
    match kind:
        case "checklist":
            magnet["items"] = [{"key": "one", "text": "One"}, {"key": "two", "text": "Two"}]
        case "guide":
            magnet["body"] = "Text."
        case "series":
            magnet |= {"minutes": 2, "button": "Send me the mails", "skip_label": "No thanks"}
            return step(key or kind, kind, magnet=magnet, show_if=show_if, sequence=key or kind)
        case "link":
            magnet |= {"url": "https://example.com/tool", "button": "Open it"}
        case _:
            mp4 = {"path": "media/training.mp4", "sha256": "0" * 64}
            vtt = {"path": "media/training.vtt", "sha256": "1" * 64}
            magnet |= {"seconds": 100, "transcript": "Text.", "file": mp4, "captions": vtt}
    return step(key or kind, kind, magnet=magnet, show_if=show_if)


def _series(key: str) -> Plain:
    button = {"label": "Go on", "target": "resume"}
    mails = [
        {"key": each, "delay": {"days": days}, "subject": each, "body": "Text.", "button": button}
        for days, each in enumerate(("one", "two", "three"))
    ]
    return {"key": key, "name": f"Mails {key}", "purpose": "series", "messages": mails}


def statement(key: str, show_if: Plain | None = None) -> Plain:
    return step(key, "statement", title="A thought", body="Text.", show_if=show_if)


def opt_in(
    key: str = "opt-in", *, is_skippable: bool = True, show_if: Plain | None = None
) -> Plain:
    mail = {
        "subject": "Here it is",
        "body": "Text.",
        "button": {"label": "Go on", "target": "resume"},
    }
    return step(
        key,
        "opt_in",
        title="Where shall we send it?",
        body="Text.",
        button="Send it",
        is_skippable=is_skippable,
        mail=mail,
        show_if=show_if,
    )


def result(key: str = "result", show_if: Plain | None = None, *, part: str = "whole") -> Plain:
    return step(key, "result", show_if=show_if, part=part)


def offer(key: str = "offer", *, min_depth: int = 0, show_if: Plain | None = None) -> Plain:
    words = {
        "headline": "The thing itself",
        "body": "Text.",
        "price": "90 a month",
        "button": "Yes",
        "not_now": "Not now",
        "thanks": "Text.",
        "min_depth": min_depth,
    }
    return step(key, "offer", offer=words, show_if=show_if)


def quiz_data(questions: list[Plain], *, is_scored: bool) -> Plain:
    if not is_scored:
        return {"scoring": "none", "questions": questions}
    return {
        "scoring": "personality",
        "topics": [{"key": key, "name": key.capitalize()} for key in TOPICS],
        "outcomes": [
            {
                "key": key,
                "name": key.capitalize(),
                "headline": f"You are a {key}",
                "interpretation": "Text.",
                "first_action": "Text.",
            }
            for key in OUTCOMES
        ],
        "default_outcome": OUTCOMES[0],
        "questions": questions,
    }
