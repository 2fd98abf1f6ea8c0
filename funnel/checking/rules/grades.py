"""How hard a text is to read, as a school grade. readable.py asks. Pure.

English: Flesch-Kincaid grade level, Kincaid, Fishburne, Rogers and Chissom 1975.
German: fourth Vienna formula for non-fiction (Wiener Sachtextformel), Bamberger and Vanecek 1984.
In other languages no formula holds, and only the length of sentences is looked at.
"""

from __future__ import annotations

import re

from funnel.checking.rules.plain import plain, words

_END = re.compile(r"[.!?:;\u2026\u3002\uff01\uff1f\u061f]+(?=[\s\"'\u201d\u00bb)]|$)|\n")
_EN_VOWELS = re.compile(r"[aeiouy]+")
_DE_VOWELS = re.compile(r"aa|ee|oo|ie|ei|ai|au|eu|äu|[aeiouyäöü]")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^aeioutd]ed|[^aeioucsxzgh]es)$")


def sentences(text: str) -> int:
    """At least one; a line of a list is one."""
    return max(1, sum(1 for each in _END.split(plain(text)) if words(each)))


def words_a_sentence(text: str) -> float:
    return len(words(text)) / sentences(text)


def grade(text: str, language: str) -> float | None:
    """The school year somebody needs to follow it; None where no formula is valid."""
    said = [word.casefold() for word in words(text)]
    if not said or language not in {"en", "de"}:
        return None
    length = words_a_sentence(text)
    if language == "en":
        per_word = sum(syllables_en(word) for word in said) / len(said)
        return 0.39 * length + 11.8 * per_word - 15.59
    long_words = sum(len(_DE_VOWELS.findall(word)) >= 3 for word in said)
    return 0.2656 * length + 0.2744 * 100 * long_words / len(said) - 1.693


def syllables_en(word: str) -> int:
    """Runs of vowels without a silent end: right for most words, off by one for some."""
    count = len(_EN_VOWELS.findall(word))
    if _SILENT.search(word) and count > 1:
        count -= 1
    return max(1, count)
