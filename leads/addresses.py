"""E-mail addresses: which text is one, when two are the same, and the hash that outlives them.

capture and the suppression list call it; forms show its sentences to the visitor.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from email_validator import EmailNotValidError, validate_email

from quizzes.cleantext import UnreadableTextError, clean_text

LONGEST = 254
LONGEST_LOCAL = 64
# A spreadsheet runs a cell that begins with one of these.
_FORMULA_SIGNS = ("=", "+", "-", "@")

_ASK = gettext_lazy("Please write an e-mail address like anna@example.com.")
_TOO_LONG = gettext_lazy("This address is longer than mail allows. Please check it.")


class AddressError(ValueError):
    """Not an address we can write to; str() is a sentence for the visitor."""


def normalise(text: str) -> str:
    """The one spelling an address is known by: lower case, IDNA domain, dots and tags kept.

    Idempotent. Raises AddressError. Nothing is looked up in the network.
    """
    typed = _one_line(text)
    try:
        # Few mail servers take letters beyond ASCII before the @, so we do not promise them.
        checked = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise AddressError(_ASK) from None
    address = (checked.ascii_email or "").lower()
    local, _at, domain = address.rpartition("@")
    if "." not in domain:
        raise AddressError(_ASK)
    if len(local) > LONGEST_LOCAL or len(address) > LONGEST:
        raise AddressError(_TOO_LONG)
    return address


def address_hash(normalised: str) -> str:
    """Keyed, so that a leaked list of hashes cannot be tried against known addresses."""
    key = settings.SUPPRESSION_KEY.encode()
    return hmac.new(key, normalised.encode(), hashlib.sha256).hexdigest()


def as_written(text: str) -> str:
    """The address as the person wrote it, for the eye: hidden marks and outer spaces dropped."""
    return clean_text(text, limit=LONGEST)


def _one_line(text: str) -> str:
    text = text.strip()
    if not text:
        raise AddressError(_("Please write your e-mail address."))
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise AddressError(_ASK)
    if text.startswith(_FORMULA_SIGNS):
        raise AddressError(
            _(
                "An address cannot begin with %(sign)s here. "
                "Please write an e-mail address like anna@example.com."
            )
            % {"sign": text[0]}
        )
    if len(text) > LONGEST:
        raise AddressError(_TOO_LONG)
    try:
        typed = as_written(text)
    except UnreadableTextError:
        raise AddressError(_ASK) from None
    if typed.startswith(_FORMULA_SIGNS):
        raise AddressError(_ASK)
    return typed
