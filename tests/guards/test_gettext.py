"""Every word of our own that people read can be said in another language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.services.environment import ROOT

TEMPLATES = ROOT / "templates"
CODE = ("quizzes", "leads", "nurture", "funnel")

# The product's own name and other houses' names, kinds of files, codes.
SAME_EVERYWHERE = (
    *("Small Yes", "Unfold", "WhatsApp", "Facebook"),
    *("PDF", "PNG", "SVG", "UTC", "EUR"),
)
# Nothing in these is read by people, or it is code that is copied as it stands.
NEVER = ("*.css", "*.typ", "conversions/example.txt", "funnel_admin/share_code.txt")

# The text of an icon is its name in the icons' font.
ICON = "material-symbols"
ATTRIBUTES = ("alt", "title", "placeholder", "aria-label", "aria-description", "summary")
GETTEXT = {
    *("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
}
_WORD = re.compile(r"[^\W\d_]{2,}")
_LITERAL_FILTER = re.compile(r"\|(?:default|default_if_none|yesno|pluralize|add):[\"']([^\"']+)")
_LITERAL_ARGUMENT = re.compile(r"=[\"']([A-Z][^\"']*|[^\"'/]*[a-z] [a-z][^\"']*)[\"']")
_LANGUAGE = re.compile(r"[a-z]{2}")
# Stands where a tag or a variable stood; it is no letter and no space.
_GAP = "\u2060"


def templates() -> list[str]:
    found = (path for path in TEMPLATES.rglob("*") if path.is_file())
    return sorted(
        str(path.relative_to(TEMPLATES))
        for path in found
        if not any(path.match(never) for never in NEVER)
    )


class _Reader(HTMLParser):
    """Collects what a browser or a screen reader would say."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._unread = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name.strip(_GAP): value or "" for name, value in attrs}
        # Code is typed as it stands, in every language.
        if tag in {"script", "style", "code"} or ICON in said.get("class", ""):
            self._unread = tag
        self.texts += [said[name] for name in ATTRIBUTES if name in said]
        if tag == "input" and said.get("type") in {"submit", "button"}:
            self.texts.append(said.get("value", ""))
        if tag == "meta" and said.get("name") == "description":
            self.texts.append(said.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.texts.append(data)


def untranslated(source: str, *, is_html: bool = True) -> list[str]:
    """Texts with a word in them that stand outside of translate and blocktranslate."""
    pieces, literals = [], []
    skipped_until = ""
    for token in Lexer(source).tokenize():
        name = token.contents.split()[0] if token.contents.split() else ""
        if skipped_until:
            skipped_until = "" if name == skipped_until else skipped_until
        elif token.token_type == TokenType.TEXT:
            pieces.append(token.contents)
        elif token.token_type == TokenType.BLOCK and name in {"blocktranslate", "comment"}:
            skipped_until = f"end{name}"
            pieces.append(_GAP)
        elif token.token_type != TokenType.COMMENT:
            pieces.append(_GAP)
            found = _LITERAL_FILTER.findall(token.contents)
            literals += [text for text in found if not _LANGUAGE.fullmatch(text)]
            if name in {"include", "with"}:
                literals += _LITERAL_ARGUMENT.findall(token.contents)
    text = "".join(pieces)
    return [*_with_words(_read(text) if is_html else [text]), *_with_words(literals)]


def _read(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.texts


def _with_words(texts: list[str]) -> Iterator[str]:
    for text in texts:
        said = " ".join(text.replace(_GAP, " ").split())
        rest = said
        for name in SAME_EVERYWHERE:
            rest = rest.replace(name, "")
        if _WORD.search(rest):
            yield said


def _left_in(name: str) -> list[str]:
    source = (TEMPLATES / name).read_text()
    return untranslated(source, is_html=name.endswith((".html", ".svg")))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %}</p>', []),
        ("<p>{% blocktranslate %}Hello <b>you</b>{% endblocktranslate %} 12 x a</p>", []),
        ('<img alt="A cat" class="two words">', ["A cat"]),
        (
            """<a {% if x %}aria-label="Open"{% endif %} href="{% url 'a' %}">{{ a }}</a>""",
            ["Open"],
        ),
        ("{% comment %}not read{% endcomment %}{# nor this #}<style>b { color: red }</style>", []),
        (
            '{{ name|default:"nobody" }}{% include "a.html" with heading="By day" %}',
            ["nobody", "By day"],
        ),
        ("<p><code>max(a, b)</code> the larger</p>", ["the larger"]),
        ("{% block title %}Leads{% endblock title %} · Small Yes", ["Leads · Small Yes"]),
    ],
)
def test_untranslated_finds_what_people_read(source: str, found: list[str]) -> None:
    assert untranslated(source) == found


@pytest.mark.parametrize("name", templates())
def test_templates_say_nothing_outside_of_gettext(name: str) -> None:
    assert _left_in(name) == []


def test_code_hands_gettext_whole_sentences() -> None:
    """A sentence put together before it is looked up is in no catalog."""
    guilty = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for package in CODE
        for path in sorted((ROOT / package).rglob("*.py"))
        for call in _gettext_calls(path)
        if not all(isinstance(text, ast.Constant) for text in _texts_of(call))
    ]
    assert guilty == []


def _gettext_calls(path: Path) -> Iterator[ast.Call]:
    source = path.read_text()
    if "gettext" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node) in GETTEXT:
            yield node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _texts_of(call: ast.Call) -> list[ast.expr]:
    """The arguments that are looked up: context, singular, plural; not the number."""
    is_plural = _name(call).startswith(("ngettext", "npgettext"))
    return call.args[:-1] if is_plural else call.args
