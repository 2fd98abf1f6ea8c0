from __future__ import annotations

import pytest

from funnel.document import FunnelDocument, SeriesStep
from funnel.journey.series_screen import rhythm, shown_of
from nurture.document import DelayDoc
from quizzes.recall import Words
from tests.funnel.factories import document_from, edited
from tests.funnel.journey.series_document import series_data


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        (DelayDoc(days=0), "The same day"),
        (DelayDoc(days=1), "The next day"),
        (DelayDoc(days=2), "2 days later"),
        (DelayDoc(days=7), "A week later"),
        (DelayDoc(days=14), "2 weeks later"),
        (DelayDoc(days=15), "15 days later"),
        (DelayDoc(days=0, hours=1), "1 hour later"),
        (DelayDoc(days=0, hours=24), "24 hours later"),
        (DelayDoc(days=0, working_days=True), "On the first working day"),
        (DelayDoc(days=1, working_days=True), "The next working day"),
        (DelayDoc(days=2, working_days=True), "2 working days later"),
    ],
)
def test_rhythm_counts_from_the_mail_before(delay: DelayDoc, words: str) -> None:
    assert rhythm(delay, is_first=False) == words
    assert rhythm(delay, is_first=True) == "Today"


def shown(document: FunnelDocument) -> str:
    step = document.step("mails")
    assert isinstance(step, SeriesStep)
    return str(shown_of(document, step, Words(result="The planner")))


def test_shown_words_recall_and_leave_out_what_is_empty() -> None:
    magnet = "steps[2].magnet"
    said = shown(
        document_from(
            edited(
                series_data(),
                (f"{magnet}.body", ""),
                (f"{magnet}.title", "For {{ result | default: 'you' }}"),
                (f"{magnet}.minutes", 1),
                ("double_opt_in", False),
            )
        )
    )
    assert said.split("\n") == [
        "For The planner",
        "3 mails, 1 minute each",
        "Raising a rate is awkward",
        "You raise one rate this week.",
        "Today: Look up one number",
        "The next day: Say it out loud",
        "2 days later: Write the mail",
        "One press in every mail stops it.",
        "[Send me the three mails]",
    ]
