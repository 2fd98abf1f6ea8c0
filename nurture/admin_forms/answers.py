"""The answers to a question in a mail, one a line; each keeps its key while it is reworded."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from quizzes.keys import free_key

MOST = 5
_LONGEST = 300
Answer = dict[str, str]


class AnswersError(ValueError):
    """Says what is wrong with them, in a sentence for who wrote them."""


def read_answers(text: str, standing: Sequence[Answer]) -> list[Answer]:
    """The answers as they are stored. A line that says the same as before keeps its key, then
    one in the same place. Raises AnswersError."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    _check(lines)
    keys: dict[int, str] = {}
    left = {each["key"]: (place, each["label"]) for place, each in enumerate(standing)}
    for place, line in enumerate(lines):
        same = next((key for key, (_at, label) in left.items() if label == line), None)
        if same is not None:
            keys[place] = same
            del left[same]
    for key, (place, _label) in left.items():
        if place < len(lines):
            keys.setdefault(place, key)
    taken = {each["key"] for each in standing}
    for place in range(len(lines)):
        if place not in keys:
            keys[place] = free_key("", taken=taken, fallback="answer")
            taken.add(keys[place])
    return [{"key": keys[place], "label": line} for place, line in enumerate(lines)]


def _check(lines: list[str]) -> None:
    if len(lines) > MOST:
        raise AnswersError(_("A question in a mail has at most %(most)s answers.") % {"most": MOST})
    if any(len(line) > _LONGEST for line in lines):
        words = _("An answer has at most %(most)s characters.")
        raise AnswersError(words % {"most": _LONGEST})
