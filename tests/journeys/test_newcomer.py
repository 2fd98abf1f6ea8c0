"""Somebody new with an empty installation: to a live funnel, by the words on the screen alone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from funnel.groups import MARKETING, ensure_groups
from leads.models import Lead
from tests.conftest import OpenPage
from tests.journeys.newcomer import Newcomer
from tests.journeys.staff import PASSWORD, log_in

pytestmark = pytest.mark.browser

_THROUGH_COACH = (
    "Sure, I can do it",
    "To whoever asks first",
    "Others needed me",
    "My own things are undone",
    "Nobody: they like me as I am",
    "A friendly way to say no",
    "Next: one thought, 20 seconds",
    "Next: seven small steps, 3 minutes",
    "Next: one tap, and see what others say",
    "Before anybody wants something",
    "Next: keep it, 20 seconds",
    "No thanks, go on without",
    "Next: a first talk",
)
_AFTER_QUIZ = (
    "Go on",
    "Next: a one-page checklist, 3 minutes",
    "One quick question",
    "Before nine",
    "Go on",
    "Get it by mail",
)
DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
_DOCUMENT = DOCS / "newcomer.md"
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
        anna = User.objects.create_user("anna", "", PASSWORD, is_staff=True)
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
    "What is the first thing you would tell them?": "Write down the one thing that must be done.",
    "What do you offer?": "a first talk",
    "What does it cost?": "Free, 30 minutes",
    "Why should they believe you?": "I have run a studio of my own for eleven years.",
}


_RESULTS = (
    (
        "open door",
        "People may come to you at any time, and they do. It makes you the one they trust.",
        "Choose one hour tomorrow and close the door for it. Tell one person why.",
    ),
    (
        "quick reply",
        "A message rarely waits ten minutes with you. Half of them could wait until noon.",
        "Turn the sound of your messages off until eleven tomorrow.",
    ),
    (
        "full calendar",
        "Your hours are given away before the week begins, and mostly to talks of one hour.",
        "Make one meeting of this week thirty minutes long instead of sixty.",
    ),
)
_QUESTIONS = (
    (
        "What breaks into your morning first?",
        (
            ("Somebody at the door", "open door"),
            ("A message", "quick reply"),
            ("A meeting", "full calendar"),
        ),
    ),
    (
        "When did you last work an hour without a break?",
        (
            ("Before others came in", "open door"),
            ("With the phone switched off", "quick reply"),
            ("I cannot remember", "full calendar"),
        ),
    ),
    (
        "What do you do when you are asked for a minute?",
        (
            ("I turn round", "open door"),
            ("I ask them to write", "quick reply"),
            ("We find a time", "full calendar"),
        ),
    ),
    (
        "Where does your unfinished work go?",
        (
            ("Into the evening", "open door"),
            ("In between messages", "quick reply"),
            ("Into the weekend", "full calendar"),
        ),
    ),
    (
        "What would you do with a quiet hour?",
        (
            ("Think something through", "open door"),
            ("Finish one thing", "quick reply"),
            ("Plan the week", "full calendar"),
        ),
    ),
)


_LINES = (
    "I have one hour in tomorrow’s calendar",
    "I have told one person that I am away then",
    "My phone lies in another room",
)
_MAILS = (
    ("The hour was broken. Now what?", "Write down by what. That is the next door to close."),
    ("Shall we look at a whole week?", "One quiet hour works. A quiet week is a plan."),
)


def walks_gallery(anna: Newcomer) -> None:
    comes_in(anna)
    says_who_is_asking(anna)
    anna.at("Three steps to your first visitor").press("Pick a start")
    anna.at("Start from something").press("Start with this: Coach")
    anna.at("Coach: Find your first step")
    for label, words in _ANSWERS.items():
        anna.type(label, words)
    anna.press("Make it mine")
    anna.at("First screen").press("Publish")
    anna.at("Publish “Find your first step”?").press("Publish version 1")
    anna.at("One link, everywhere")


def blank_page(anna: Newcomer) -> None:
    anna.at("Three steps to your first visitor").press("Pick a start")
    anna.at("Start from something").press("Start from a blank page")
    anna.at("A new funnel").type("Name", "The quiet hour")
    anna.type(
        "Hook", "Six hours a week go to interruptions. Find one of them in five taps, one minute."
    )
    anna.press("Save")
    anna.at("First screen")


def grows(anna: Newcomer, kind: str, title: str, heading: str = "") -> None:
    """A new last step; the result's page is headed by what stands on it."""
    anna.press("Add a step").at("Add a step").choose_card(kind)
    anna.type("What is it called?", title).press("Add it and write it").at(heading or title)


def writes_results(anna: Newcomer) -> None:
    for name, means, first in _RESULTS:
        anna.press("Add a result").at("Add a result")
        anna.type("What is it called?", name).press("Add it and write it")
        anna.at(f"Result: {name}")
        anna.type("What it means", means).type("What to do first", first)
        anna.go("Find your quiet hour").at("Find your quiet hour")


def writes_questions(anna: Newcomer) -> None:
    for number, (asked, answers) in enumerate(_QUESTIONS, 1):
        anna.press("Add a question").at("Add a question").choose_card("One choice")
        anna.type("What do you ask?", asked).press("Add it and write it")
        anna.at(f"Question {number}")
        for place, (words, result) in enumerate(answers, 1):
            anna.press("Add an answer").type(f"Answer {place}", words)
            anna.press(f"Points and jump · Answer {place}").type(f"Points for “{result}”", "1")


def writes_the_rest(anna: Newcomer) -> None:
    """Seven more steps, all of them with the words that they begin with left standing."""
    grows(anna, "Result", "What breaks your hours", "The result and what to do first")
    grows(anna, "One thought", "An interruption costs more than its minute")
    anna.type("Text", "After each one it takes a while to be back. So one hour beats six minutes.")
    grows(anna, "Checklist", "Four doors to close for one hour")
    anna.type("Problem", "An hour without interruption does not happen by itself.")
    anna.type("Promise", "In 3 minutes you have one quiet hour in tomorrow’s calendar.")
    for place, line in enumerate(_LINES, 1):
        anna.press("Add a line").type(f"Line {place}", line)
    grows(anna, "Poll", "When is your best hour?")
    for place, words in enumerate(("Before nine", "Late in the morning", "After lunch"), 1):
        anna.press("Add an answer").type(f"Answer {place}", words)
    grows(anna, "One thought", "Your list is yours to keep")
    anna.type("Text", "Nobody has to give an address for it. By mail it is easier to find again.")
    grows(anna, "Ask for an address", "Shall we send you your result and the list?")
    anna.type("Below it", "One mail at once. With the box ticked three more, and each ends them.")
    anna.type("Words beside the box", "Yes, also send me the three mails about quiet hours.")
    grows(anna, "Offer", "A quiet week, planned together")
    anna.type("What they get", "We look at one week of yours and move what breaks it.")
    anna.type("Price", "€120, once").type("Terms", "You pay afterwards, and only if it helped.")
    anna.type("Words on the button", "Ask Anna for a time")


def writes_mails(anna: Newcomer) -> None:
    anna.press("Add a mail series").at("Add a mail series")
    anna.type("What is it called?", "Three quiet hours").press("Add it and write it")
    anna.at("Three quiet hours").go("One small thing for today").at("Mail 1")
    anna.type("Text", "Look at tomorrow and give one hour a name. That is all for today.")
    for number, (subject, body) in enumerate(_MAILS, 2):
        anna.press("Add a mail").at("Add a mail")
        anna.type("What is its subject?", subject).press("Add it and write it")
        anna.at(f"Mail {number}").type("Text", body)


def walks_scratch(anna: Newcomer) -> None:
    comes_in(anna)
    says_who_is_asking(anna)
    blank_page(anna)
    grows(anna, "Quiz", "Find your quiet hour")
    writes_results(anna)
    writes_questions(anna)
    writes_the_rest(anna)
    writes_mails(anna)
    anna.press("Publish")
    anna.at("Publish “The quiet hour”?").press("Fix it Give everybody else “open door”")
    anna.at("Publish “The quiet hour”?").press("Publish version 1")
    anna.at("One link, everywhere")


def link_on(anna: Newcomer) -> str:
    return anna.page.get_by_label("The link", exact=True).input_value()


def goes_through(page: Page, link: str, presses: tuple[str, ...], last: str) -> None:
    """A visitor presses these words, one after the other, and ends at this heading."""
    page.goto(link)
    for words in presses:
        pressed = page.get_by_role("button", name=words).or_(page.get_by_role("link", name=words))
        pressed.filter(visible=True).first.click()
    expect(page.get_by_role("heading", name=last)).to_be_visible()


def counts_told(story: str) -> tuple[int, int]:
    """The actions and typed fields that the document says this story takes."""
    told = re.search(rf"{story}: (\d+) actions, (\d+) typed fields", _DOCUMENT.read_text())
    assert told is not None, story
    return int(told[1]), int(told[2])


def is_as_told(anna: Newcomer, story: str) -> None:
    actions, typed = counts_told(story)
    assert anna.actions <= actions, anna.log()
    assert anna.typed <= typed, anna.log()
    (anna.folder / f"{anna.story}.md").write_text(anna.log())


def test_gallery(newcomer: NewNewcomer, open_page: OpenPage) -> None:
    anna = newcomer("gallery")
    walks_gallery(anna)
    assert anna.actions <= 25
    assert anna.typed <= 12
    is_as_told(anna, "From the gallery")
    goes_through(open_page(width=390), link_on(anna), _THROUGH_COACH, "a first talk")


def test_scratch(newcomer: NewNewcomer, open_page: OpenPage) -> None:
    anna = newcomer("scratch")
    walks_scratch(anna)
    assert anna.actions + anna.typed <= 300
    is_as_told(anna, "From scratch")
    first = tuple(answers[0][0] for _asked, answers in _QUESTIONS)
    visitor, gate = open_page(width=390), "Shall we send you your result and the list?"
    goes_through(visitor, link_on(anna), (*first, *_AFTER_QUIZ), gate)
    visitor.get_by_label("E-mail").fill("kim@larkstudio.com")
    visitor.get_by_role("button", name="Send it to me").click()
    offer = visitor.get_by_role("heading", name="A quiet week, planned together")
    expect(offer).to_be_visible()
    log_in(open_page(width=1280), anna.page.url.partition("/admin/")[0], "/leads/")
    assert Lead.objects.people().count() == 1
