"""Specific value: a hook with a number, a gift that says what it does, results that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funnel.checking.findings import Family, Hit, Rule, Severity
from funnel.checking.rules.likeness import likeness
from funnel.checking.rules.plain import is_empty, normal, words
from funnel.checking.rules.verbs import has_action
from funnel.checking.subject import Subject
from funnel.document import GuideStep, QuizStep, StepDoc, VideoStep
from leads.document import GiftDoc
from quizzes.document import OutcomeDoc

ALIKE = 0.6
LEAST_SAID = 3
LEAST_MEANING = 20
LEAST_ACTION = 4
# So few words must name what to do; more of them describe it in a way no list knows.
SHORT_ACTION = 12
# Silent reading of English non-fiction, Brysbaert 2019, a review of 190 studies.
WORDS_A_MINUTE = 238

_EN_NUMBER = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|hundred|thousand|half|twice|double"
)
_EN_TIME = r"seconds?|minutes?|hours?|days?|weeks?|months?|years?|mornings?|evenings?"
_EN_GAIN = r"which|how (?:much|many|long|far|often|fast)|costs?|checklist|your (?:score|type|sum)"
_DE_NUMBER = (
    r"eine[nrms]?|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig"
    r"|hundert|tausend|halb\w*|doppelt\w*"
)
_DE_TIME = r"sekunden?|minuten?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|morgen|abende?n?"
_DE_GAIN = r"welche[rsnm]?|wie (?:viele?|lange|weit|oft|schnell)|kosten|kostet|checkliste"
_CONCRETE = {
    "en": re.compile(rf"\d|\b(?:{_EN_NUMBER}|{_EN_TIME}|{_EN_GAIN})\b"),
    "de": re.compile(rf"\d|\b(?:{_DE_NUMBER}|{_DE_TIME}|{_DE_GAIN})\b"),
}
_STANDS_IN = re.compile(
    r"\b(?:lorem|ipsum|tbd|todo|placeholder|platzhalter|your text|dein text|xxx+|asdf+)\b"
)


def _vague_hook(subject: Subject) -> Iterator[Hit]:
    hook = subject.document.hook
    texts = [("hook.text", hook.text)]
    texts += [(f"hook.by_source[{at}].text", each.text) for at, each in enumerate(hook.by_source)]
    for path, text in texts:
        if not _CONCRETE[subject.language].search(normal(text)):
            yield Hit(
                path,
                gettext(
                    "The hook names no number, no time and no exact gain. Say how many questions,"
                    " how long, and what one knows afterwards."
                ),
                weight=60,
            )


def _gifts(subject: Subject) -> Iterator[tuple[str, StepDoc, GiftDoc]]:
    for index, step in enumerate(subject.document.steps):
        gift = getattr(step, "magnet", None)
        if isinstance(gift, GiftDoc):
            yield f"steps[{index}].magnet", step, gift


def _weak_gifts(subject: Subject) -> Iterator[Hit]:
    asks = {
        "title": gettext("Name the gift in a few words: what it is and what it is for."),
        "problem": gettext("Say the one problem this gift takes up, as your reader would."),
        "promise": gettext("Say what one has or can do afterwards."),
    }
    for path, _step, gift in _gifts(subject):
        for field, ask in asks.items():
            text = getattr(gift, field)
            if _says_little(text):
                yield Hit(f"{path}.{field}", _found_in(text, ask), weight=50)
        if likeness(gift.problem, gift.promise) >= ALIKE:
            yield Hit(
                f"{path}.promise",
                gettext("The promise repeats the problem. Say what is different afterwards."),
                weight=45,
            )


def _says_little(text: str) -> bool:
    return len(words(text)) < LEAST_SAID or bool(_STANDS_IN.search(normal(text)))


def _found_in(text: str, ask: str) -> str:
    return gettext("“%(text)s” does not say enough yet. %(ask)s") % {"text": text[:60], "ask": ask}


def _wrong_minutes(subject: Subject) -> Iterator[Hit]:
    for path, step, gift in _gifts(subject):
        needed = _minutes(step)
        if needed > 2 * gift.minutes:
            yield Hit(
                f"{path}.minutes",
                gettext(
                    "It says %(said)s minutes, but takes about %(needed)s. Say the truth, or"
                    " shorten it."
                )
                % {"said": gift.minutes, "needed": needed},
                weight=40,
            )


def _minutes(step: StepDoc) -> int:
    """What it takes at least; 0 for what nobody can know."""
    if isinstance(step, GuideStep):
        return len(words(step.magnet.body)) // WORDS_A_MINUTE
    return step.magnet.seconds // 60 if isinstance(step, VideoStep) else 0


def _outcomes(subject: Subject) -> Iterator[tuple[str, list[OutcomeDoc]]]:
    for index, step in enumerate(subject.document.steps):
        if isinstance(step, QuizStep):
            yield f"steps[{index}].quiz.outcomes", list(step.quiz.outcomes)


def _alike_results(subject: Subject) -> Iterator[Hit]:
    """Each result is named once, beside the one it is most like."""
    for path, outcomes in _outcomes(subject):
        nearest: dict[int, tuple[float, int]] = {}
        for (at, one), (other_at, other) in combinations(enumerate(outcomes), 2):
            share = likeness(_told(one), _told(other))
            if share >= ALIKE:
                nearest[other_at] = max(nearest.get(other_at, (0.0, 0)), (share, at))
        for at, (share, other_at) in nearest.items():
            yield Hit(
                f"{path}[{at}].interpretation",
                gettext(
                    "“%(one)s” and “%(other)s” share %(share)s %% of their words. Tell each what"
                    " only they should know."
                )
                % {
                    "one": outcomes[other_at].name,
                    "other": outcomes[at].name,
                    "share": round(100 * share),
                },
                weight=50,
            )


def _told(outcome: OutcomeDoc) -> str:
    return f"{outcome.headline}\n{outcome.interpretation}\n{outcome.first_action}"


def _thin_meaning(subject: Subject) -> Iterator[Hit]:
    for path, outcomes in _outcomes(subject):
        for at, outcome in enumerate(outcomes):
            count = len(words(outcome.interpretation))
            if count < LEAST_MEANING or _STANDS_IN.search(normal(outcome.interpretation)):
                yield Hit(
                    f"{path}[{at}].interpretation",
                    gettext(
                        "“%(name)s” is explained in %(count)s words. Write at least %(least)s: what"
                        " it means for this person, and why."
                    )
                    % {"name": outcome.name, "count": count, "least": LEAST_MEANING},
                    weight=70,
                )


def _no_action(subject: Subject) -> Iterator[Hit]:
    for path, outcomes in _outcomes(subject):
        for at, outcome in enumerate(outcomes):
            if _is_no_action(outcome.first_action, subject.language):
                yield Hit(
                    f"{path}[{at}].first_action",
                    gettext(
                        "“%(name)s” does not say what to do first. Name one thing to do, small"
                        " enough for today."
                    )
                    % {"name": outcome.name},
                    weight=65,
                )


def _is_no_action(text: str, language: str) -> bool:
    said = words(text)
    if len(said) < LEAST_ACTION or is_empty(text) or _STANDS_IN.search(normal(text)):
        return True
    return len(said) < SHORT_ACTION and not has_action(said, language)


_VALUE, _WARNING = Family.VALUE, Severity.WARNING
RULES = (
    Rule(
        "V101",
        "vague-hook",
        _VALUE,
        _WARNING,
        _("A hook without number, time or exact gain"),
        _vague_hook,
        languages=frozenset(_CONCRETE),
    ),
    Rule("V102", "vague-gift", _VALUE, _WARNING, _("A gift that says too little"), _weak_gifts),
    Rule("V103", "gift-minutes", _VALUE, _WARNING, _("Longer than it says"), _wrong_minutes),
    Rule("V104", "alike-results", _VALUE, _WARNING, _("Results that say the same"), _alike_results),
    Rule("V105", "thin-result", _VALUE, _WARNING, _("A result barely explained"), _thin_meaning),
    Rule("V106", "no-first-action", _VALUE, _WARNING, _("A result with nothing to do"), _no_action),
)
