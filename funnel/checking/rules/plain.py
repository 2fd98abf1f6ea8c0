"""A marketer's text as a reader meets it: no merge tags, no Markdown signs; words counted.

The rules of easy, value, next_step, honest and readable ask. Pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

# None looks at a sign more than a few times, however odd the text: what opens once more before
# it was closed begins anew.
# An output stands for something short; a condition shows its first branch at most.
_OUTPUT = re.compile(r"\{\{[^{]*?\}\}")
_TAG = re.compile(r"\{%[^{]*?%\}")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)?)(?:\s[^)\[]*)?\)")
_BARE = re.compile(r"<?\b(?:https?://|mailto:|www\.)[^\s>)\]]+>?", re.IGNORECASE)
_SIGNS = re.compile(r"[*_`#>|~]+|^[^\S\n]*(?:[-+]|\d+[.)])\s", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+(?:[\u2019'.,:/-][^\W_]+)*")
_LETTER_OR_NUMBER = re.compile(r"[^\W_]")
# Scripts that set no spaces between words: two signs are about a word.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_QUOTES = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2013\u2014", "-"),
        "\u2026": "...",
    }
)


def plain(text: str) -> str:
    """Lines stay lines. What a tag puts in stands as one invented word, `x`."""
    text = _TAG.sub(" ", _OUTPUT.sub(" x ", text))
    text = _BARE.sub(" ", _LINK.sub(r"\1", text))
    lines = (" ".join(line.split()) for line in _SIGNS.sub(" ", text).splitlines())
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """plain() on one line, in small letters, with straight quotes: what wording rules read.

    Lines that end without a mark end with a full stop, so nothing matches across them.
    """
    read = plain(text).translate(_QUOTES).casefold().replace("(s)", "s")
    lines = read.splitlines()
    return " ".join(line if line[-1] in ".!?:;," else f"{line}." for line in lines)


def words(text: str) -> list[str]:
    """Words and numbers in order; where a script sets no spaces, pairs of its signs."""
    found: list[str] = []
    for word in _WORD.findall(plain(text)):
        signs = _UNSPACED.findall(word)
        found += [word[i : i + 2] for i in range(0, len(word), 2)] if signs else [word]
    return found


def links(text: str) -> list[str]:
    """Addresses a reader could press, each once, in order; pictures are none."""
    found = [match[2] for match in _LINK.finditer(text) if not match[0].startswith("!")]
    return list(dict.fromkeys(each for each in [*found, *_bare(text)] if each))


def _bare(text: str) -> list[str]:
    return [match.strip("<>.,;:!?") for match in _BARE.findall(_LINK.sub(" ", text))]


def is_empty(text: str) -> bool:
    """Nothing in it that could be read aloud: dashes, dots, tags only."""
    return not _LETTER_OR_NUMBER.search(_TAG.sub(" ", _OUTPUT.sub(" ", text)))
