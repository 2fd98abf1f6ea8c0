"""What the desk is asked, as one value: a list, filters, a text to find, a page.

Forms make it of an address, links lead back by it, desk_choosing turns it into a query.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

TO_DO, FOLLOW_UPS, ALL = "todo", "followups", "all"
MINE, FREE = "mine", "free"
# Nobody turns more pages than these: further down one finds by filters and by search.
MOST_PAGES = 40

# How each part is called in an address; what is as usual is left out.
_NAMES = {
    "tab": "tab",
    "owner": "owner",
    "funnel": "funnel",
    "source": "source",
    "fit": "fit",
    "is_overdue": "overdue",
    "search": "q",
    "page": "page",
}


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """`owner` is MINE, FREE or '' for everybody; `funnel` an id, 0 for all; `fit` a grade."""

    tab: str = TO_DO
    owner: str = ""
    funnel: int = 0
    source: str = ""
    fit: str = ""
    is_overdue: bool = False
    search: str = ""
    page: int = 1

    @property
    def query(self) -> str:
        """For links that lead back to the same list; '' for the list one starts with."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        return urlencode(
            {
                _NAMES[each.name]: "1" if said[each.name] is True else said[each.name]
                for each in fields(self)
                if said[each.name] != each.default
            }
        )

    @property
    def filters(self) -> int:
        """How many of the folded filters are set."""
        return sum(map(bool, (self.funnel, self.source, self.fit)))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filters or self.owner or self.is_overdue)

    @property
    def widened(self) -> str:
        """The same list without filters and search."""
        return DeskQuestion(tab=self.tab).query

    def with_owner(self, owner: str) -> str:
        """Pressed again, a filter is taken away."""
        return replace(self, owner="" if self.owner == owner else owner, page=1).query

    @property
    def with_overdue(self) -> str:
        return replace(self, is_overdue=not self.is_overdue, page=1).query

    def at_page(self, page: int) -> str:
        return replace(self, page=page).query
