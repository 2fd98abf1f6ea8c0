"""Persons and machines: every sign that decides, and that nobody is locked out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.models import Delivery, MailLink
from nurture.reader.machines import (
    AGENT,
    FAST,
    MANY,
    PREFETCH,
    SCRIPT,
    Signs,
    is_second_press,
    judge,
    mark_of,
    signs_of,
    verdict,
)
from nurture.writing.links import find, make_links, press
from tests.laws import cases
from tests.leads.factories import NOW
from tests.nurture.factories import make_requested

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
DESK = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
FOX = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"
# Chrome on a phone of Apple's: Safari within, which never sends Sec-Fetch-User.
CRIOS = PHONE.replace("Version/17.5", "CriOS/126.0.6478.54")
HAND = Signs(agent=PHONE, mode="navigate", user="?1")
SCRIPTED = Signs(agent=DESK, mode="navigate")
# A browser of before 2020, an in-app browser, a page without https: they tell nothing.
SILENT = Signs(agent=PHONE)


@pytest.mark.parametrize(
    ("signs", "since", "recent", "expected"),
    [
        (HAND, 0.5, 0, ""),
        (HAND, None, 2, ""),
        (HAND, 600.0, 3, MANY),
        (SILENT, 60.0, 0, ""),
        (SILENT, 7.9, 0, FAST),
        (SILENT, 8.0, 0, ""),
        (SILENT, -30.0, 0, ""),
        (SILENT, 600.0, 1, ""),
        (SILENT, 600.0, 2, MANY),
        (SILENT, None, 0, ""),
        (SCRIPTED, 600.0, 0, SCRIPT),
        (Signs(agent=FOX, mode="navigate"), 600.0, 0, SCRIPT),
        (Signs(agent=FOX, mode="navigate", user="?1"), 1.0, 0, ""),
        (Signs(agent=PHONE, mode="navigate"), 600.0, 0, ""),
        (Signs(agent=CRIOS, mode="navigate"), 8.0, 0, ""),
        (Signs(agent=PHONE, mode="navigate"), 7.9, 0, FAST),
        (Signs(agent=PHONE, mode="navigate"), 600.0, 2, MANY),
        # HTMX fetches: there is no Sec-Fetch-User then.
        (Signs(agent=PHONE, mode="cors"), 600.0, 0, ""),
        (Signs(), None, 0, ""),
        (Signs(agent="python-requests/2.31"), None, 0, AGENT),
        (Signs(agent="Mozilla/5.0 (compatible; LinkScanner/1.0)"), None, 0, AGENT),
        (Signs(agent="BarracudaSentinel (EE)", mode="navigate", user="?1"), None, 0, AGENT),
        (Signs(agent=PHONE, purpose="prefetch;prerender", user="?1"), None, 0, PREFETCH),
        (Signs(agent=PHONE, purpose="preview"), None, 0, PREFETCH),
    ],
)
def test_verdict_of_each_sign(
    signs: Signs, since: float | None, recent: int, expected: str
) -> None:
    assert verdict(signs, since_handover=since, recent=recent) == expected


@cases(200)
@given(
    agent=st.text(max_size=80),
    purpose=st.text(max_size=20),
    mode=st.sampled_from(["", "navigate", "cors"]),
    user=st.sampled_from(["", "?1", "?0"]),
    since=st.none() | st.floats(-1e6, 1e6),
    recent=st.integers(0, 100),
)
def test_verdict_never_turns_milder_with_more_links(
    agent: str, purpose: str, mode: str, user: str, since: float | None, recent: int
) -> None:
    signs = Signs(agent, purpose, mode, user)
    few = verdict(signs, since_handover=since, recent=recent)
    assert not few or few == verdict(signs, since_handover=since, recent=recent + 1)


def test_signs_are_read_in_any_case_and_cut() -> None:
    told = {"USER-AGENT": "x" * 900, "sec-Purpose": "prefetch", "Sec-Fetch-User": "?1"}
    assert signs_of(told) == Signs("x" * 500, "prefetch", "", "?1")
    assert signs_of({}) == Signs()


@pytest.fixture
def links(db: None) -> list[MailLink]:  # rows
    delivery = make_requested()
    Delivery.objects.update(handed_over_at=NOW)
    make_links(delivery=delivery, targets=("offer", "result", "resume", "confirm"))
    found = [
        find(token) for token in MailLink.objects.order_by("pk").values_list("token", flat=True)
    ]
    return [link for link in found if link is not None]


def test_judge_counts_the_other_links_of_the_last_seconds(links: list[MailLink]) -> None:
    at = NOW + timedelta(minutes=5)
    assert judge(links[0], SILENT, now=at) == ""
    for link in links[:2]:
        press(link=link, now=at)
    assert judge(links[1], SILENT, now=at) == ""
    assert judge(links[2], SILENT, now=at) == MANY
    assert judge(links[2], HAND, now=at) == ""
    assert judge(links[2], SILENT, now=at + timedelta(seconds=11)) == ""


def test_second_press_refutes_a_guess_but_no_confession(links: list[MailLink]) -> None:
    link, asked = links[0], NOW + timedelta(seconds=1)
    mark, later = mark_of(link, now=asked), asked + timedelta(seconds=3)
    assert judge(link, SILENT, now=later) == FAST
    assert judge(link, SILENT, now=later, again=mark) == ""
    assert judge(link, SCRIPTED, now=later, again=mark) == ""
    assert judge(link, Signs(agent="curl/8.0"), now=later, again=mark) == AGENT
    assert judge(link, SILENT, now=asked, again=mark) == FAST


def test_mark_is_for_one_link_and_cannot_be_made_up(links: list[MailLink]) -> None:
    mark, later = mark_of(links[0], now=NOW), NOW + timedelta(seconds=5)
    assert is_second_press(links[0], mark, now=later)
    assert not is_second_press(links[1], mark, now=later)
    assert not is_second_press(links[0], mark, now=NOW + timedelta(days=2))
    for made_up in ("", "x", f"{links[0].pk}.1", mark + "x", "é" * 500):
        assert not is_second_press(links[0], made_up, now=later)


def test_machine_press_is_noted_and_counts_for_nothing(links: list[MailLink]) -> None:
    link = links[0]
    for reason in (FAST, AGENT):
        assert press(link=link, now=NOW, machine=reason) is False
    kept = MailLink.objects.get(pk=link.pk)
    assert (kept.machine_reason, kept.machine_presses, kept.pressed_at) == (AGENT, 2, None)
    assert press(link=link, now=NOW) is True
