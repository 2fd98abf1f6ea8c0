"""Markdown to clean HTML: one way for pages and mails.

What marketers write passes CommonMark and then an allow-list, so no text of theirs and no
answer recalled in it can carry a script, a style or an odd link.
"""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    *("p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"),
    *("h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"),
}
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def to_html(text: str) -> SafeString:
    """Clean HTML. A heading of the first level becomes one of the second: pages have their h1."""
    html = _parser.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308  # nh3 has just cleaned it


def escape(text: str) -> str:
    """Text that Markdown shows exactly as it is: no emphasis, no link, no new paragraph."""
    line = " ".join(text.split())
    return "".join(f"\\{char}" if char in _PUNCTUATION else char for char in line)
