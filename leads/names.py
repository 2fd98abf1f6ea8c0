"""Names as visitors type them: short, on one line, and never a carrier for links.

Spammers put a link where a name belongs and let our mail deliver it; forms and capture ask here.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from quizzes.cleantext import UnreadableTextError, clean_text

LONGEST = 60
LONGEST_COMPANY = 120
_ADDRESS = re.compile(r"://|\bwww\.|[^\W_]\.[^\W\d_]{2,}/", re.IGNORECASE)
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
    if _has_link(name):
        raise NameRefusedError(_("Please write your first name only, without a link."))
    return name


def clean_company(text: str) -> str:
    """A company's name, trimmed and in NFC; '' stays ''. Raises NameRefusedError. Idempotent.

    A dot and an ending may stand in it ("Booking.com"), an address of a page may not.
    """
    text = text.strip()
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise NameRefusedError(_("Please write the name of the company on one line."))
    try:
        company = clean_text(text, limit=LONGEST_COMPANY + 1)
    except UnreadableTextError:
        raise NameRefusedError(
            _("Please write the name of the company in plain letters.")
        ) from None
    if len(company) > LONGEST_COMPANY:
        raise NameRefusedError(
            _("Please shorten the name of the company to %(most)s characters.")
            % {"most": LONGEST_COMPANY}
        )
    if _ADDRESS.search(_plain(company)):
        raise NameRefusedError(_("Please write the name of the company only, without a link."))
    return company


def _has_link(text: str) -> bool:
    return _LINK.search(_plain(text)) is not None


def _plain(text: str) -> str:
    """Compatibility forms fold look-alike dots and slashes into the plain ones."""
    return unicodedata.normalize("NFKC", text).replace("\u3002", ".")
