"""Domains asked for at a real name server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from leads import tasks
from leads.domains import check_domains, takes_mail
from leads.models import EmailAddress
from tests.leads.factories import NOW, make_address
from tests.services.names import NameServer

# What the name server knows; a domain it does not know does not exist.
ZONE = {
    "takes.example": {"MX": ["10 mx.takes.example."]},
    "bare.example": {"A": ["192.0.2.1"]},
    "bare6.example": {"AAAA": ["2001:db8::1"]},
    "null.example": {"MX": ["0 ."], "A": ["192.0.2.1"]},
    "empty.example": {"TXT": ['"nothing"']},
}


@pytest.fixture
def server() -> Iterator[NameServer]:
    server = NameServer(ZONE, silent="silent.example", broken="broken.example")
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("domain", "answer"),
    [
        ("takes.example", True),
        ("bare.example", True),
        ("bare6.example", True),
        ("null.example", False),
        ("empty.example", False),
        ("missing.example", False),
        ("broken.example", None),
        ("silent.example", None),
    ],
)
def test_takes_mail_by_the_records_of_the_domain(
    server: NameServer, domain: str, answer: bool | None
) -> None:
    assert takes_mail(domain, server.resolver()) is answer


@pytest.mark.django_db
def test_check_domains_asks_for_each_domain_once_and_again_only_where_nobody_answered(
    server: NameServer,
) -> None:
    for text in ("a@takes.example", "b@takes.example", "a@missing.example", "a@silent.example"):
        make_address(text=text)
    resolver = server.resolver()
    assert check_domains(resolver=resolver, limit=50, now=NOW) == 4
    rows = EmailAddress.objects.order_by("pk").values_list("takes_mail", "checked_at")
    assert list(rows) == [(True, NOW), (True, NOW), (False, NOW), (None, NOW)]
    assert server.asked.count(("takes.example", "MX")) == 1

    found = [
        check_domains(resolver=resolver, limit=50, now=NOW + later)
        for later in (timedelta(hours=1), timedelta(hours=7), timedelta(days=4))
    ]
    assert found == [0, 1, 0]


@pytest.mark.django_db
def test_check_domains_stops_where_nobody_answers_at_all(server: NameServer) -> None:
    for number in range(6):
        make_address(text=f"a@broken{number}.example")
    server.asked.clear()
    resolver = server.resolver()
    resolver.port = 9
    assert check_domains(resolver=resolver, limit=50, now=NOW) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(("is_on", "takes"), [(True, True), (False, None)])
def test_check_addresses_asks_only_where_the_operator_lets_it(
    server: NameServer,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    is_on: bool,
    takes: bool | None,
) -> None:
    address = make_address(text="a@takes.example")
    settings.CHECK_DOMAINS = is_on
    monkeypatch.setattr(tasks, "own_resolver", lambda: server.resolver())
    tasks.check_addresses()
    address.refresh_from_db()
    assert address.takes_mail is takes
