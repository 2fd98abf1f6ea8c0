"""First names as visitors type them: short, on one line, and never a carrier for links.

Spammers put a link where a name belongs and let our mail deliver it; forms and capture ask here.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from quizzes.cleantext import UnreadableTextError, clean_text

LONGEST = 60
_LINK = re.compile(r"://|\bwww\.|[^\W_]\.[^\W\d_]{2,}", re.IGNORECASE)


class NameRefusedError(ValueError):
    """Not a name we take; str() is a sentence for the visitor."""


def clean_name(text: str) -> str:
    """The name, trimmed and in NFC; '' stays ''. Raises NameRefusedError. Idempotent."""
    text = text.strip()
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise NameRefusedError(_("Please write your name on one line, letters only."))
    try:
        name = clean_text(text, limit=LONGEST + 1)
    except UnreadableTextError:
        raise NameRefusedError(_("Please write your name in plain letters.")) from None
    if len(name) > LONGEST:
        raise NameRefusedError(
            _("Please shorten your name to %(most)s characters.") % {"most": LONGEST}
        )
    # Compatibility forms fold look-alike dots and slashes into the plain ones first.
    if _LINK.search(unicodedata.normalize("NFKC", name).replace("\u3002", ".")):
        raise NameRefusedError(_("Please write your first name only, without a link."))
    return name
