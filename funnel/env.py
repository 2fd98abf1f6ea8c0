"""Reads every setting the operator can make, once, with a type and a cure.

Called by settings.py alone. A variable that is missing or malformed stops the start with
one sentence that names it and says what to write instead.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


class Env:
    """A typed reader over environment variables.

    Every method raises ImproperlyConfigured with the variable's name and the cure.
    An empty value counts as not set.
    """

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = os.environ if values is None else values

    def text(self, name: str, default: str | None = None, *, cure: str = "") -> str:
        value = self._values.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise ImproperlyConfigured(f"{name} is not set. {cure}".strip())
        return default

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise ImproperlyConfigured(
                f"{name} is {value!r}. Set it to one of: {', '.join(allowed)}."
            )
        return value

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise ImproperlyConfigured(
                f"{name} is {value!r}. Set it to a whole number from {least} to {most}."
            )
        return int(value)

    def seconds(self, name: str) -> float | None:
        """A positive number of seconds, or None where the variable is not set."""
        value = self.text(name, "")
        if not value:
            return None
        try:
            seconds = float(value)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds <= 86_400:
            raise ImproperlyConfigured(
                f"{name} is {value!r}. Set it to seconds, more than 0 and at most 86400."
            )
        return seconds

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, "yes" if default else "no").lower()
        if value not in {"yes", "no", "true", "false", "1", "0", "on", "off"}:
            raise ImproperlyConfigured(f"{name} is {value!r}. Set it to yes or no.")
        return value in {"yes", "true", "1", "on"}

    def beginning(self, prefix: str) -> dict[str, str]:
        """What is set under names that begin so, without the prefix."""
        return {
            name.removeprefix(prefix): value.strip()
            for name, value in self._values.items()
            if name.startswith(prefix) and value.strip()
        }

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name, "").split(",") if word.strip()]

    def url(
        self, name: str, schemes: tuple[str, ...], default: str | None = None, *, cure: str = ""
    ) -> str:
        value = self.text(name, default, cure=cure)
        if not value:
            return value
        example = f"It must begin with {' or '.join(s + '://' for s in schemes)}."
        try:
            parts = urlsplit(value)
            _ = parts.port
        except ValueError:
            # The value itself may carry a password, so it is never repeated here.
            raise ImproperlyConfigured(f"{name} cannot be read as a URL. {example}") from None
        if parts.scheme not in schemes:
            raise ImproperlyConfigured(f"{name} has no scheme we know. {example} {cure}".strip())
        return value


def kept_secret(path: Path) -> str:
    """A random secret, made on the first call and read from its file ever after.

    Two processes that start at once agree: the file is created exclusively.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    secret = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
    return secret
