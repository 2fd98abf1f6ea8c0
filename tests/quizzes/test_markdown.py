"""Marketers' Markdown, and answers inside it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.markdown import escape, to_html
from tests.laws import cases


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One\n\n*two*", "<h2>One</h2>\n<p><em>two</em></p>\n"),
        (
            "[site](https://example.com)",
            '<p><a href="https://example.com" rel="noopener noreferrer">site</a></p>\n',
        ),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"),
        ("![alt](https://example.com/x.png)", "<p></p>\n"),
    ],
)
def test_to_html_makes_clean_html(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hi)",
        '<a href="javascript:alert(1)" onclick="x()">x</a>',
        "<style>p{}</style>",
    ],
)
def test_to_html_lets_nothing_run(text: str) -> None:
    html = to_html(text)
    tags = re.findall(r"<[^>]*>", html)
    assert not [tag for tag in tags if re.search(r"script|style|onclick|javascript:|data:", tag)]


words = st.text(alphabet=st.characters(codec="ascii", min_codepoint=32), max_size=60)


@cases(200)
@given(text=words)
def test_an_escaped_text_is_shown_as_it_is(text: str) -> None:
    html = to_html(f"x{escape(text)}x")
    inner = html.removeprefix("<p>").removesuffix("</p>\n")
    assert "<" not in inner
    assert unescape(inner) == f"x{' '.join(text.split())}x"


@cases(200)
@given(text=words)
def test_an_escaped_text_alone_makes_no_heading_list_or_link(text: str) -> None:
    assert set(re.findall(r"<(\w+)", to_html(escape(text)))) <= {"p"}
