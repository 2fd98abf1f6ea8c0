"""Somebody new with an empty installation: to a live funnel, by the words on the screen alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from funnel.groups import MARKETING, ensure_groups
from tests.conftest import OpenPage
from tests.journeys.newcomer import Newcomer
from tests.journeys.staff import PASSWORD

pytestmark = pytest.mark.browser

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
NewNewcomer = Callable[[str], Newcomer]


@pytest.fixture
def newcomer(
    transactional_db: None, _clean_start: None, live_site: str, open_page: OpenPage, tmp_path: Path
) -> Iterator[NewNewcomer]:
    """newcomer("story") -> Anna, who was given an account and stands at the door."""
    wrong: list[str] = []
    folder = Path(os.environ.get("SHOTS") or tmp_path)
    if os.environ.get("SCREENS"):
        folder = DOCS / "screens" / "newcomer"

    def new(story: str) -> Newcomer:
        ensure_groups()
        anna = User.objects.create_user(
            "anna", "", PASSWORD, is_staff=True
        )
        anna.groups.add(Group.objects.get(name=MARKETING))
        page = open_page(width=1280)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{live_site}/admin/")
        return Newcomer(page, folder, story)

    yield new
    assert wrong == []


def comes_in(anna: Newcomer) -> None:
    anna.at("Welcome back to Small Yes")
    anna.type("Username", "anna").type("Password", PASSWORD).press("Log in")


def says_who_is_asking(anna: Newcomer) -> None:
    anna.at("Three steps to your first visitor").press("Your business")
    anna.at("Who is asking")
    anna.type("Business", "Birk & Gray")
    anna.type("Your name", "Anna Birk")
    anna.type("Sender address", "anna@birkandgray.com")
    anna.type("Postal address", "Birk & Gray, 4 Mill Lane, Leeds LS1 4AP")
    anna.press("Save")


_ANSWERS = {
    "Whom do you help?": "people who run a small studio",
    "What is their problem?": "work that spills into the evening",
    "What is the first thing you would tell them?": "Write down the one thing that must be done by four.",
    "What do you offer?": "a first talk",
    "What does it cost?": "Free, 30 minutes",
    "Why should they believe you?": "I have run a studio of my own for eleven years.",
}


def walks_gallery(anna: Newcomer) -> None:
    comes_in(anna)
    says_who_is_asking(anna)
    anna.at("Three steps to your first visitor").press("Pick a start")
    anna.at("Start from something").press("Start with this: Coach")
    anna.at("Coach: Find your first step")
    for label, words in _ANSWERS.items():
        anna.type(label, words)
    anna.press("Make my draft")
    anna.at("First screen").press("Publish")
    anna.at("Publish “Find your first step”?").press("Publish version 1")
    anna.at("One link, everywhere")


def blank_page(anna: Newcomer) -> None:
    anna.at("Three steps to your first visitor").press("Pick a start")
    anna.at("Start from something").press("Start from a blank page")
    anna.at("A new funnel").type("Name", "The quiet hour").press("Save")


def grows(anna: Newcomer, kind: str, title: str) -> None:
    anna.press("Add a step").at("Add a step").choose_card(kind)
    anna.type("What is it called?", title).press("Add it and write it").at(title)


def walks_scratch(anna: Newcomer) -> None:
    comes_in(anna)
    says_who_is_asking(anna)
    blank_page(anna)
    grows(anna, "Quiz", "Find your quiet hour")
    anna.at("x")


def test_gallery(newcomer: NewNewcomer, open_page: OpenPage) -> None:
    anna = newcomer("gallery")
    walks_gallery(anna)
