"""Three accounts to look around with, their passwords made once and kept in one private file."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, User

from funnel.groups import MARKETING, SALES, ensure_groups

_EMAIL_HOST = "ledger-and-leaf.example"
_GROUPS = {"marketer": MARKETING, "sales": SALES}
_ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Account:
    """`password` as it was made; whoever changed theirs since is not listed anew."""

    username: str
    password: str


def accounts_file() -> Path:
    return Path(settings.VAR_DIR) / "demo-accounts.txt"


def add_accounts(*, now: datetime) -> list[Account]:
    """Makes those of marketer, sales and admin that are missing and returns just these.

    An account of that name that stands already keeps its password and rights.
    """
    ensure_groups()
    taken = set(User.objects.values_list("username", flat=True))
    made = [
        Account(name, secrets.token_urlsafe(12)) for name in (*_GROUPS, _ADMIN) if name not in taken
    ]
    for account in made:
        user = User.objects.create_user(
            account.username,
            _email(account.username),
            account.password,
            is_staff=True,
            is_superuser=account.username == _ADMIN,
            date_joined=now,
        )
        if account.username in _GROUPS:
            user.groups.add(Group.objects.get(name=_GROUPS[account.username]))
    return made


def remove_accounts() -> None:
    """Deletes the demo's marketer and sales; admin and people of the same name stay."""
    for name in _GROUPS:
        User.objects.filter(username=name, email=_email(name)).delete()


def keep_passwords(accounts: list[Account]) -> None:
    """Adds them to the file, which only the owner of the process can read."""
    known = {account.username: account for account in kept_passwords()}
    known |= {account.username: account for account in accounts}
    path = accounts_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    # The mode goes in with the file: no moment in which others could read it.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{each.username} {each.password}\n" for each in known.values())
    path.chmod(0o600)


def kept_passwords() -> list[Account]:
    """What the file holds, for showing the doors at the start; empty without a file."""
    path = accounts_file()
    if not path.exists():
        return []
    pairs = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return [Account(*pair) for pair in pairs if len(pair) == 2]


def forget_passwords() -> None:
    accounts_file().unlink(missing_ok=True)


def _email(username: str) -> str:
    return f"{username}@{_EMAIL_HOST}"
