"""What a browser would send if somebody opened an admin page and pressed save."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

Data = dict[str, Any]  # Any: a test writes numbers and lists of texts into it
_NOT_SENT = {"submit", "button", "file", "image", "reset"}


# Any: the test client adds things to a response, which no type knows.
def form_data(response: Any) -> Data:
    """Every field of the page's form as it stands, templates of new rows left out."""
    parser = _Fields()
    parser.feed(response.content.decode())
    return {
        name: values if len(values) > 1 else values[0]
        for name, values in parser.found.items()
        if "__prefix__" not in name
    }


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._is_inside = False
        self._select, self._is_chosen = "", False
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = said.get("id", "").endswith(("_form", "studio-form"))
        if not self._is_inside or "disabled" in said:
            return
        match tag:
            case "input":
                self._input(said, is_checked="checked" in said)
            case "select":
                self._select, self._is_chosen = said.get("name", ""), False
            case "option" if self._select and ("selected" in said or not self._is_chosen):
                if "selected" in said:
                    self._is_chosen = True
                    self.found[self._select] = [said.get("value", "")]
                else:
                    # A select without a choice sends its first option.
                    self.found.setdefault(self._select, [said.get("value", "")])
            case "textarea":
                self._textarea = said.get("name", "")
                self.found[self._textarea] = [""]

    def _input(self, said: dict[str, str], *, is_checked: bool) -> None:
        name, kind = said.get("name", ""), said.get("type", "text")
        if not name or kind in _NOT_SENT or name == "csrfmiddlewaretoken":
            return
        if kind in {"checkbox", "radio"}:
            if is_checked:
                self.found.setdefault(name, []).append(said.get("value", "on"))
        else:
            self.found.setdefault(name, []).append(said.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.found[self._textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            # The first line break of a textarea belongs to the page, not to the text.
            self.found[self._textarea][0] = self.found[self._textarea][0].removeprefix("\n")
            self._textarea = ""
        if tag == "select":
            self._select = ""
        if tag == "form":
            self._is_inside = False
