"""Structural faults put into funnels that have none: for each code a way to seed it.

A seed returns the changed data, or None where the funnel has no place for that fault.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from random import Random

from funnel.document import FunnelDocument
from tests.funnel.factories import Data

Seed = Callable[[Data, Random], Data | None]


def data_of(document: FunnelDocument) -> Data:
    data: Data = document.model_dump(mode="json", by_alias=True)
    return data


def seeded(document: FunnelDocument, seed: Seed, random: Random) -> Data | None:
    return seed(copy.deepcopy(data_of(document)), random)


def _steps(data: Data, *kinds: str) -> Iterator[Data]:
    for step in data["steps"]:
        if not kinds or step["kind"] in kinds:
            yield step


def _scored(data: Data) -> Data | None:
    found = (s["quiz"] for s in _steps(data, "quiz") if s["quiz"]["scoring"] != "none")
    return next(found, None)


def dead_end(data: Data, random: Random) -> Data:
    thought = {"key": "loose", "kind": "statement", "invite": "On", "title": "A", "body": "B"}
    gift = {"title": "A", "problem": "B", "promise": "C", "minutes": 2, "kind": "guide"}
    is_survey = all(s["quiz"]["scoring"] == "none" for s in _steps(data, "quiz"))
    guide = {"key": "loose", "kind": "guide", "invite": "On", "magnet": {**gift, "body": "D"}}
    data["steps"].append(guide if is_survey or random.random() < 0.5 else thought)
    return data


def unreachable_step(data: Data, random: Random) -> Data:
    thought = {"key": "unseen", "kind": "statement", "invite": "On", "title": "A", "body": "B"}
    never = {"fact": "depth", "at_least": 10_000}
    place = random.randrange(1, len(data["steps"]) + 1)
    data["steps"].insert(min(place, len(data["steps"]) - 1) or 1, {**thought, "show_if": never})
    return data


def unreachable_result(data: Data, random: Random) -> Data | None:
    quiz = _scored(data)
    if quiz is None or quiz["outcome_by"] != "points":
        return None
    spare = copy.deepcopy(random.choice(quiz["outcomes"]))
    quiz["outcomes"].append(spare | {"key": "nobody", "name": "Nobody"})
    return data


def unreachable_question(data: Data, random: Random) -> Data | None:
    for step in _steps(data, "quiz"):
        quiz = step["quiz"]
        last = quiz["questions"][-1]
        if last["kind"] not in ("single", "yes_no") or last.get("is_optional"):
            continue
        if last["show_if"] is not None or quiz["scoring"] not in ("none", "personality"):
            continue
        for choice in last["choices"]:
            choice["go_to"] = "end"
        text = {"key": "never-asked", "kind": "long_text", "text": "Who reads this?"}
        quiz["questions"].append(text)
        return data
    return None


def unmapped_answer(data: Data, random: Random) -> Data | None:
    choices = [
        choice
        for step in _steps(data, "quiz")
        for question in step["quiz"]["questions"]
        for choice in question.get("choices", ())
    ]
    if not choices:
        return None
    choice = random.choice(choices)
    kind = random.choice(["points", "topics", "go_to"])
    choice[kind] = "nowhere" if kind == "go_to" else {**choice[kind], "nothing-like-it": 1}
    return data


def answer_without_points(data: Data, random: Random) -> Data | None:
    quiz = _scored(data)
    if quiz is None or quiz["outcome_by"] != "points":
        return None
    for question in quiz["questions"]:
        if question["kind"] == "single" and all(
            any(choice["points"].values()) for choice in question["choices"]
        ):
            random.choice(question["choices"])["points"] = {}
            return data
    return None


def missing_default(data: Data, random: Random) -> Data | None:
    quiz = _scored(data)
    if quiz is None:
        return None
    quiz["default_outcome"] = random.choice([None, "not-there"])
    return data


def _ranges(data: Data) -> tuple[Data, list[Data], float] | None:
    """The quiz that decides by ranges, its results from low to high, and its smallest step."""
    quiz = _scored(data)
    if quiz is None or quiz["outcome_by"] not in ("tier", "range"):
        return None
    figure = next((each for each in quiz["figures"] if each["key"] == quiz["decides"]), None)
    results = [each for each in quiz["outcomes"] if each["at_most"] is not None]
    results.sort(key=lambda each: float(each["at_most"]))
    return (quiz, results, figure["round_to"] if figure else 1) if results else None


def gap_of_ranges(data: Data, random: Random) -> Data | None:
    found = _ranges(data)
    if found is None:
        return None
    quiz, results, step = found
    result = random.choice(results)
    result["at_most"] -= step
    quiz["default_outcome"] = result["key"]
    return data


def overlap_of_ranges(data: Data, random: Random) -> Data | None:
    found = _ranges(data)
    if found is None:
        return None
    quiz, results, step = found
    highest = max(float(each["at_least"] or 0) for each in quiz["outcomes"])
    below = [each for each in results if each["at_most"] < highest]
    if not below:
        return None
    random.choice(below)["at_most"] += step
    return data


def tie(data: Data, random: Random) -> Data | None:
    quiz = _scored(data)
    if quiz is None or quiz["outcome_by"] != "points":
        return None
    quiz |= {"tie": "first", "tie_question": None}
    if not all("choices" in question for question in quiz["questions"]):
        return None
    same = {each["key"]: 2 for each in quiz["outcomes"]}
    for question in quiz["questions"]:
        for choice in question.get("choices", ()):
            choice["points"] = same
    return data


def scoring(data: Data, random: Random) -> Data | None:
    quiz = _scored(data)
    if quiz is None:
        return None
    quiz["outcome_by"] = "category" if quiz["scoring"] == "personality" else "points"
    return data


def figure(data: Data, random: Random) -> Data | None:
    quiz = _scored(data)
    if quiz is None:
        return None
    broken = {"key": "seeded", "name": "Sum", "formula": random.choice(["no_such * 2", "1 +"])}
    quiz["figures"].append(broken)
    return data


def poll(data: Data, random: Random) -> Data | None:
    for step in _steps(data, "poll"):
        asked = copy.deepcopy(step["quiz"]["questions"][0])
        step["quiz"]["questions"].append(asked | {"key": "once-more"})
        return data
    return None


def translation(data: Data, random: Random) -> Data:
    language = "de" if data["language"] != "de" else "fr"
    known = data["translations"].get(language, {})
    data["translations"][language] = {**known, "steps.no-such-step.invite": "Weiter"}
    return data


def recall(data: Data, random: Random) -> Data | None:
    for step in _steps(data, "quiz", "poll"):
        question = random.choice(step["quiz"]["questions"])
        question["text"] = "You said {{ answers.later.on | default: 'nothing' }}: so?"
        return data
    return None


def missing_translation(data: Data, random: Random) -> Data:
    language = "de" if data["language"] != "de" else "fr"
    data["translations"] = {**data["translations"], language: {}}
    return data


def missing_file(data: Data, random: Random) -> Data:
    data["theme"]["logo"] = {"path": "media/logo.pdf", "sha256": "0" * 64, "alt": "Us"}
    return data


def fill_in(data: Data, random: Random) -> Data:
    step = random.choice(data["steps"])
    step["invite"] = "On to [[your gift]]"
    return data


def order_of_steps(data: Data, random: Random) -> Data:
    data["steps"][0]["show_if"] = {"fact": "source", "any_of": ["direct"]}
    return data


def broken_condition(data: Data, random: Random) -> Data:
    nothing = {"fact": "answer", "step": "no-step", "question": "none", "any_of": ["a"]}
    random.choice(data["steps"][1:] or data["steps"])["show_if"] = nothing
    return data


def key_taken(data: Data, random: Random) -> Data | None:
    if len(data["steps"]) < 2:
        return None
    data["steps"][-1]["key"] = data["steps"][0]["key"]
    return data


def question(data: Data, random: Random) -> Data | None:
    for step in _steps(data, "quiz"):
        asked = {"key": "odd", "kind": "number", "text": "How?", "at_least": 9, "at_most": 1}
        step["quiz"]["questions"].append(asked)
        return data
    return None


def same_answer(data: Data, random: Random) -> Data | None:
    for step in _steps(data, "quiz", "poll"):
        for each in step["quiz"]["questions"]:
            if len(each.get("choices", ())) > 1:
                each["choices"][1]["text"] = each["choices"][0]["text"].upper()
                return data
    return None


def offer(data: Data, random: Random) -> Data | None:
    for step in _steps(data, "offer"):
        step["offer"] |= {"action": "link", "url": ""}
        return data
    return None


def gate(data: Data, random: Random) -> Data | None:
    for step in _steps(data, "opt_in"):
        step["body"] = " "
        return data
    return None


def mail_series(data: Data, random: Random) -> Data | None:
    if not data["sequences"]:
        return None
    spare = copy.deepcopy(random.choice(data["sequences"]))
    data["sequences"].append(spare | {"key": "unread"})
    return data


def mail_button(data: Data, random: Random) -> Data | None:
    for step in _steps(data, "opt_in"):
        step["mail"]["button"]["target"] = "step:not-there"
        return data
    return None


def gift(data: Data, random: Random) -> Data | None:
    for step in _steps(data, "checklist", "guide", "video", "link"):
        step["magnet"][random.choice(["title", "problem", "promise"])] = " "
        return data
    return None


def result_unexplained(data: Data, random: Random) -> Data | None:
    quiz = _scored(data)
    if quiz is None:
        return None
    random.choice(quiz["outcomes"])["interpretation"] = " "
    return data


def first_words(data: Data, random: Random) -> Data:
    for key in ("one", "two"):
        words = {"key": f"seed-{key}", "source": "seed", "text": "A word"}
        data["hook"]["by_source"].append(words)
    return data


def mail_question(data: Data, random: Random) -> Data | None:
    for sequence in data["sequences"]:
        mail = random.choice(sequence["messages"])
        mail["button"]["target"] = "poll"
        mail["choices"] = [{"key": "one", "label": "The only answer"}]
        return data
    return None


SEEDS: dict[str, Seed] = {
    "S101": dead_end,
    "S102": unreachable_step,
    "S103": unreachable_result,
    "S104": unreachable_question,
    "S105": unmapped_answer,
    "S106": answer_without_points,
    "S107": missing_default,
    "S108": gap_of_ranges,
    "S109": overlap_of_ranges,
    "S110": tie,
    "S111": recall,
    "S112": missing_translation,
    "S113": translation,
    "S114": missing_file,
    "S115": fill_in,
    "S116": order_of_steps,
    "S117": broken_condition,
    "S118": key_taken,
    "S119": question,
    "S120": same_answer,
    "S121": scoring,
    "S122": figure,
    "S123": poll,
    "S124": result_unexplained,
    "S125": gate,
    "S126": offer,
    "S127": mail_series,
    "S128": mail_button,
    "S129": gift,
    "S130": first_words,
    "S131": mail_question,
}
