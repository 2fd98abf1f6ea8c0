from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client, RequestFactory
from pytest_django import Settings

from funnel.sidebar import navigation

pytestmark = pytest.mark.django_db


# Any: Unfold's lists of entries are untyped.
def entries(person: User, path: str = "/admin/") -> list[list[dict[str, Any]]]:
    request = RequestFactory().get(path)
    request.user = person
    return [list(group["items"]) for group in navigation(request)]  # type: ignore[call-overload]  # object


def member(group: str) -> User:
    person = User.objects.create_user(username=group, is_staff=True)
    person.groups.add(Group.objects.get(name=group))
    return person


def test_marketers_have_eight_doors_the_mail_room_and_no_raw_rows() -> None:
    groups = entries(member("Marketing"))

    assert [[entry["title"] for entry in group] for group in groups] == [
        ["Funnels", "Gifts", "Mails", "Leads", "Numbers", "Settings", "What counts", "Webhooks"],
        ["On their way", "Replies", "Do not mail", "Your domain", "Rules", "Outbox"],
    ]


def test_the_outbox_has_no_door_where_mails_are_sent(settings: Settings) -> None:
    settings.EMAIL_URL = "smtp://mail.lark.de"
    mail = entries(member("Marketing"))[1]
    assert [entry["title"] for entry in mail][-1] == "Rules"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/admin/mail/", "On their way"),
        ("/admin/mail/waiting/on-hold/", "On their way"),
        ("/admin/mail/domain/", "Your domain"),
        ("/admin/mail/rules/", "Rules"),
    ],
)
def test_the_door_of_the_mail_room_is_marked(path: str, title: str) -> None:
    mail = entries(member("Marketing"), path)[1]
    assert [entry["title"] for entry in mail if entry["active"]] == [title]


def test_leads_lead_marketers_to_counts_and_sales_to_the_desk() -> None:
    marketing = {entry["title"]: entry["link"] for entry in entries(member("Marketing"))[0]}
    sales = {entry["title"]: entry["link"] for entry in entries(member("Sales"))[0]}

    assert marketing["Leads"] == "/admin/funnel/funnel/people/"
    assert sales == {"Leads": "/leads/"}


def test_superusers_see_every_table() -> None:
    root = User.objects.create_superuser(username="root")

    doors, mail, raw = entries(root)

    assert (len(doors), len(mail)) == (9, 6)
    assert {"Leads", "Deliveries", "Visits", "Live versions", "Users"} <= {
        entry["title"] for entry in raw
    }


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/admin/funnel/funnel/1/change/", "Funnels"),
        ("/admin/quizzes/question/4/change/", "Funnels"),
        ("/admin/leads/leadmagnet/2/change/", "Gifts"),
        ("/admin/nurture/sequence/", "Mails"),
        ("/admin/leads/business/1/change/", "Settings"),
        ("/admin/funnel/connection/1/change/", "Settings"),
        ("/admin/webhooks/3/", "Webhooks"),
        ("/admin/tuning/", "What counts"),
    ],
)
def test_the_door_one_came_through_is_marked(path: str, title: str) -> None:
    doors = entries(member("Marketing"), path)[0]

    assert [door["title"] for door in doors if door["active"]] == [title]


def tabs(client: Client, path: str) -> list[tuple[str, str, bool]]:
    """Name, address and mark of each tab above a page."""
    page = client.get(path, follow=True).content.decode()
    nav = re.search(r'<nav id="tabs-items".*?</nav>', page, re.DOTALL)
    found = (
        re.findall(r'<a href="([^"]*)" class="(\w*)"[^>]*>\s*(.*?)\s*</a>', nav[0]) if nav else []
    )
    return [(title, address, mark == "active") for address, mark, title in found]


@pytest.mark.parametrize("path", ["", "add/"])
def test_connections_stand_beside_the_business_under_settings(client: Client, path: str) -> None:
    client.force_login(member("Marketing"))
    business, promises = "/admin/leads/business/", "/admin/leads/deskrules/"
    connections = "/admin/funnel/connection/"
    assert tabs(client, connections + path) == [
        ("Your business", business, False),
        ("Promises", promises, False),
        ("Connections", connections, True),
    ]
    assert tabs(client, business) == [
        ("Your business", business, True),
        ("Promises", promises, False),
        ("Connections", connections, False),
    ]
