"""A visitor over HTTP, with or without script: lands, answers, presses, looks around."""

from __future__ import annotations

import html
import re
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from funnel.document import FunnelDocument
from funnel.models import Publication, Visit
from tests.funnel.factories import Data, document_from, make_publication, rich_document

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/140.0 Mobile Safari"
_TRANSACTION = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)")


def ladder_document(**changes: object) -> FunnelDocument:
    """Every kind of step, none of them conditional, the offer last and open to all."""
    data = rich_document()
    steps: list[Data] = [
        {key: value for key, value in s.items() if key != "show_if"} for s in data["steps"]
    ]
    steps[0] = {**steps[0], "quiz": _plain_quiz(steps[0]["quiz"])}
    steps[-1]["offer"] |= {"min_depth": 0, "action": "call", "url": ""}
    steps[-2] |= {"is_skippable": True, "skip_label": "No thanks"}
    order = ["quiz", "result", "mood", "list", "guide", "video", "thought", "address", "offer"]
    data["sequences"] = [{**each, "purpose": "marketing"} for each in data["sequences"]]
    steps.sort(key=lambda step: order.index(step["key"]))
    return document_from(
        {**data, "steps": steps, "language": "en", "double_opt_in": True, **changes}
    )


def _plain_quiz(quiz: Data) -> Data:
    questions = [{k: v for k, v in each.items() if k != "show_if"} for each in quiz["questions"]]
    for question in questions:
        question["choices"] = [
            {k: v for k, v in choice.items() if k != "go_to"} for choice in question["choices"]
        ]
    return {**quiz, "questions": questions}


class Visitor:
    """`queries` are those of the last POST, transaction control aside."""

    def __init__(self, publication: Publication | None = None, *, has_script: bool = True) -> None:
        self.publication = publication or make_publication(ladder_document())
        self.slug = self.publication.funnel.slug
        self.has_script = has_script
        self.client = Client(HTTP_USER_AGENT=PHONE)
        self.queries: list[str] = []
        self.address = f"/f/{self.slug}/"
        # Where the last answer sent the whole window.
        self.led_to = ""
        # Any: the test client's own kind of response has no public name.
        self.response: Any = HttpResponse()

    @property
    def html(self) -> str:
        """What came last; white space between and inside tags says nothing, so it is folded."""
        return " ".join(self.response.content.decode().split())

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.html, re.DOTALL)
        return html.unescape(found[1]) if found else ""

    @property
    def where(self) -> str:
        found = re.search(r'class="where">(.*?)<', self.html)
        return found[1] if found else ""

    @property
    def percent(self) -> int:
        found = re.search(r'<progress max="100" value="(\d+)"', self.html)
        return int(found[1]) if found else -1

    @property
    def screen(self) -> str:
        found = re.search(r'data-screen="(\w+)"', self.html)
        return found[1] if found else ""

    @property
    def visit(self) -> Visit:
        """The first visit of this funnel."""
        return Visit.objects.filter(funnel__slug=self.slug).earliest("pk")

    @property
    def mine(self) -> Visit:
        """The visit this visitor is in, by the address they are at."""
        found = re.match(r"/v/([^/]+)/", self.address)
        assert found, self.address
        return Visit.objects.get(key=found[1])

    def at(self, *parts: str) -> str:
        return "/".join(["/v", self.visit.key, *parts]) + "/"

    def land(self, query: str = "") -> Visitor:
        return self.look(f"/f/{self.slug}/{query}")

    def go_on_to(self, screen: str) -> Visitor:
        """By the first answer and the main button of every screen, skipping the address."""
        moves: dict[str, dict[str, str | list[str]]] = {
            "question": {"choice": "a"},
            "opt_in": {"act": "skip"},
        }
        for _ in range(14):
            if self.screen == screen:
                return self
            self.press(**moves.get(self.screen, {"act": "next"}))
        raise AssertionError(f"never came to {screen}: {self.html}")

    def look(self, address: str) -> Visitor:
        self.response = self.client.get(address)
        self.address = address
        return self

    def press(self, *, to: str | list[str] = "", **fields: str | list[str]) -> Visitor:
        """Sends the present screen's form with these fields and takes what comes back.

        `to` is an address; its type is that of the fields for the sake of `press(**fields)`.
        """
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.html))
        headers = {"HX-Request": "true"} if self.has_script else {}
        with CaptureQueriesContext(connection) as captured:
            self.response = self.client.post(
                str(to or self.address), {**hidden, **fields}, headers=headers
            )
        self.queries = [
            str(query["sql"])
            for query in captured.captured_queries
            if not _TRANSACTION.match(str(query["sql"]))
        ]
        self._follow()
        return self

    def answer(self, choice: str = "a", **fields: str | list[str]) -> Visitor:
        return self.press(choice=choice, **fields)

    def start(self) -> Visitor:
        return self.land().answer()

    def finish_quiz(self) -> Visitor:
        return self.start().answer()

    def _follow(self) -> None:
        headers = self.response.headers
        moved = headers.get("HX-Replace-Url") or headers.get("HX-Push-Url")
        if self.response.status_code == 303:
            moved = headers["Location"]
            self.response = self.client.get(
                moved, headers={"HX-Request": "true"} if self.has_script else {}
            )
        self.led_to = whole = headers.get("HX-Redirect", "")
        if whole.startswith("/v/") and whole.endswith("/"):
            self.response, moved = self.client.get(whole), whole
        self.address = moved or self.address


LADDER = [
    ("question", "What about your rate?"),
    ("question", "What about your raise?"),
    ("result", "You are a discounter"),
    ("question", "What about your mood?"),
    ("poll", "How everybody answered"),
    ("checklist", "Raise it"),
    ("guide", "Raise it"),
    ("video", "Raise it"),
    ("statement", "So"),
    ("opt_in", "Where to?"),
    ("offer", "Raise it together"),
]


def walk(visitor: Visitor) -> Visitor:
    """Lands and goes to the end; every screen of the ladder was there with its heading."""
    seen = []
    visitor.land()
    for screen, _ in LADDER:
        visitor.go_on_to(screen)
        seen.append((visitor.screen, visitor.heading))
        if screen != "offer":
            moves: dict[str, dict[str, str | list[str]]] = {
                "question": {"choice": "a"},
                "opt_in": {"act": "skip"},
            }
            visitor.press(**moves.get(screen, {"act": "next"}))
    assert seen == LADDER
    return visitor
