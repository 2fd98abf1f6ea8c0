from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.suggesting import DOMAINS, suggestion


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("GMAIL.CMO", "gmail.com"),
        ("gamil.cmo", "gmail.com"),
        ("hotmial.de", "hotmail.de"),
        ("gmx.dw", "gmx.de"),
        ("wbe.de", "web.de"),
        ("t-onlin.de", "t-online.de"),
        ("yahoo.co.ul", "yahoo.co.uk"),
        ("their-own.con", "their-own.com"),
        ("their-own.ner", "their-own.net"),
    ],
)
def test_suggestion_mends_one_slip(typed: str, meant: str) -> None:
    assert suggestion(f"Anna.B@{typed}") == f"Anna.B@{meant}"


@pytest.mark.parametrize(
    "domain",
    [
        *("mail.com", "email.com", "ymail.com", "gmx.at", "gmx.ch", "hotmail.co.uk", "live.de"),
        *("weg.de", "online.com", "example.com", "their-own.de", "their-own.co", "x", "a.b"),
    ],
)
def test_suggestion_leaves_what_may_be_right(domain: str) -> None:
    assert suggestion(f"anna@{domain}") == ""


@pytest.mark.parametrize("text", ["", "anna", "@gmial.com", "gmial.com", "a@" + "g" * 300])
def test_suggestion_needs_an_address(text: str) -> None:
    assert suggestion(text) == ""


@given(st.sampled_from(sorted(DOMAINS)), st.emails())
def test_a_known_domain_is_never_doubted_and_what_is_suggested_is_not_either(
    domain: str, other: str
) -> None:
    assert suggestion(f"a@{domain}") == ""
    suggested = suggestion(other)
    assert suggested == "" or suggestion(suggested) == ""
