"""What somebody wrote themselves in a reply, without the mail they answered below it. Pure.

Gently: where somebody answers between the lines, or where nothing would be left, all is kept.
"""

from __future__ import annotations

import re

# "On Monday, Mara wrote:" in the ways mail programs say it, over one to three lines.
_OPENS = re.compile(r"[ \t]*(?:On|Am|El|Le|Op|Den|Il|Em|W dniu|في)\b")
_WROTE = re.compile(
    r"\b(?:wrote|schrieb|escribi[óo]|a écrit|schreef|skrev|ha scritto|escreveu|كتب)\b"
    r"[^\n]{0,120}:\Z"
)
_OVER_LINES = 3
_DIVIDER = re.compile(
    r"(?:\A|\n)[ \t]*(?:"
    r"-{2,}[ \t]*(?:Original Message|Ursprüngliche Nachricht|Mensaje original|Forwarded message"
    r"|الرسالة الأصلية)[ \t]*-{2,}"
    r"|_{20,}[ \t]*\n[ \t]*(?:From|Von|De|من)[ \t]*:"
    r"|(?:From|Von|De|من)[ \t]*:[^\n]{3,200}\n[ \t]*(?:Sent|Gesendet|Enviado(?: el)?|Date|Datum"
    r"|Fecha|تم الإرسال|To|An|Para)[ \t]*:"
    r")",
)


def own_words(text: str) -> str:
    """Trimmed; the whole text where cutting would leave nothing."""
    text = text.strip()
    cut = _without_tail(_without_divided(_without_announced(text)))
    return cut or text


def _without_announced(text: str) -> str:
    """Cut at "… wrote:" if all below it is quoted, or nothing below it is."""
    lines = text.splitlines()
    found = next((each for each in range(len(lines)) if _WROTE.search(lines[each].rstrip())), None)
    if found is None:
        return text
    above = range(found, max(-1, found - _OVER_LINES), -1)
    start = next((each for each in above if _OPENS.match(lines[each])), None)
    below = [line for line in lines[found + 1 :] if line.strip()]
    quoted = sum(line.lstrip().startswith(">") for line in below)
    if start is None or 0 < quoted < len(below):
        return text
    return "\n".join(lines[:start]).strip()


def _without_divided(text: str) -> str:
    found = _DIVIDER.search(text)
    return text[: found.start()].strip() if found is not None else text


def _without_tail(text: str) -> str:
    """Quoted lines at the very end say nothing new."""
    lines = text.splitlines()
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith(">")):
        lines.pop()
    return "\n".join(lines).strip()
