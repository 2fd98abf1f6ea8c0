"""One screen with all that its words depend on, and its texts as people read them.

The views make a Place, the rooms of each kind of step read it, screens.py puts it on the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString
from django_stubs_ext import StrPromise

from funnel.document import FunnelDocument, StepDoc
from funnel.journey.trail import Screen, Trail
from quizzes.markdown import to_html
from quizzes.recall import Words, render_gently

Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """A screen with all that its words depend on. `known` are rows the view has read for it:
    `ticks`, `tally`, `media`, `smaller`, `promise`.

    `typed` and `chosen` are what a refused form held (`chosen` None: nothing was refused).
    `is_asking` wants an answered question asked again instead of explained. `files` maps
    hashes to stored names.
    """

    document: FunnelDocument
    trail: Trail
    screen: Screen
    words: Words
    visit_key: str = ""
    mail_token: str = ""
    errors: Mapping[str, str | StrPromise] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] | None = None
    is_asking: bool = False
    files: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, object] = field(default_factory=dict)

    @property
    def step(self) -> StepDoc:
        step = self.document.step(self.screen.step)
        assert step is not None
        return step

    @property
    def values(self) -> tuple[str, ...] | None:
        """The answer to this question that counts; () is a skip, None is none yet."""
        return self.trail.facts.answers.get((self.screen.step, self.screen.question))

    def text(self, text: str) -> SafeString:
        """Markdown with recall, as clean HTML."""
        return to_html(render_gently(text, self.words))

    def line(self, text: str) -> str:
        """One line with recall."""
        return render_gently(text, self.words, is_markdown=False)


def address_of(key: str, screen: Screen) -> str:
    if screen.question:
        return reverse("journey:question", args=[key, screen.step, screen.question])
    return reverse("journey:step", args=[key, screen.step])
