"""An address as a form sends it: checked, and once asked back about where a slip is likely.

The gate, the mail series' form and the call form share it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from funnel.journey.presses import Press
from leads.addresses import AddressError, as_written, normalise
from leads.suggesting import suggestion

# The name under which forms show the question; funnel/_meant.html draws it.
MEANT = "meant"


def chosen_address(press: Press) -> str:
    """What was typed, or what was suggested where the person said that this was meant."""
    suggested = suggestion(press.email) if press.mailbox == "meant" else ""
    return suggested or press.email


def address_errors(press: Press) -> dict[str, str]:
    """{} for an address to go on with, else a sentence by field: `email`, or MEANT for the
    question. It is asked once: who presses again without changing a letter is believed."""
    try:
        normalise(chosen_address(press))
    except AddressError as error:
        return {"email": str(error)}
    if press.mailbox or press.email == press.asked_email:
        return {}
    suggested = suggestion(press.email)
    if not suggested or not _is_address(suggested):
        return {}
    return {MEANT: _("Did you mean %(address)s?") % {"address": suggested}}


def suggested_address(typed: str) -> str:
    """For the two buttons beside the question."""
    return as_written(suggestion(typed))


def _is_address(text: str) -> bool:
    try:
        normalise(text)
    except AddressError:
        return False
    return True
