"""What the provider groups are called on the screen."""

from __future__ import annotations

from django.utils.translation import gettext as _

_NAMES = {"google": "Google", "yahoo": "Yahoo", "microsoft": "Microsoft"}


def group_name(group: str) -> str:
    """A big provider's name, else the domain."""
    return _NAMES.get(group) or (_("All others") if group == "others" else group)
