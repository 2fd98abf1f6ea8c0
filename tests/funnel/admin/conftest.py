"""A funnel like the demo, and staff who look at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from funnel.demo.loading import FUNNEL_FILE
from funnel.models import Funnel
from funnel.portable.importing import import_funnel
from funnel.portable.reading import read_portable
from tests.funnel.replaying import replayed

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

Login = Callable[[str], Client]


@pytest.fixture
def money_habits(db: None) -> Funnel:
    return replayed(("money-habits",), _imported)


def _imported() -> Funnel:
    file = read_portable(FUNNEL_FILE)
    return import_funnel(document=file.document, media=file.media, now=NOW, by=None)


@pytest.fixture
def login(db: None) -> Login:
    """login("Marketing") -> the client of somebody in that group; "" is in none."""

    def logged_in(group: str) -> Client:
        person = User.objects.create_user(username=group or "nobody", is_staff=True)
        if group:
            person.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return logged_in


@pytest.fixture
def marketer(login: Login) -> Client:
    return login("Marketing")


@pytest.fixture
def salesperson(login: Login) -> Client:
    return login("Sales")
