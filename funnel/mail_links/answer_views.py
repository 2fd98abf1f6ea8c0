"""Answers given in a mail with one tap: asked once more, and one human press makes them count."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from funnel.journey.reading import Bar, shares
from funnel.journey.speaking import speaking
from funnel.mail_links.pages import draw, machine_of, once_more
from funnel.mail_links.places import document_of
from nurture.models import MailLink
from nurture.reader.answering import Question, answer, counts_of, question_of
from nurture.writing.asks import POLL, chosen_key


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: str


def ask(request: HttpRequest, link: MailLink) -> HttpResponse:
    """GET shows the question with the tapped answer, POST keeps the one that was pressed."""
    document = document_of(link)
    if document is None:
        return _asked(request, link, question_of(link))
    with speaking(document):
        return _asked(request, link, question_of(link))


def _asked(request: HttpRequest, link: MailLink, question: Question | None) -> HttpResponse:
    if question is None:
        response = draw(request, link, "question_over")
        response.status_code = HTTPStatus.GONE
        return response
    shown = _shown(question, chosen_key(link.target))
    key = request.POST.get("choice", "")
    if request.method != "POST" or key not in question.choices:
        return draw(request, link, "question", **shown)
    now = timezone.now()
    if machine_of(request, link, now=now):
        return once_more(request, link, "question", now=now, **shown)
    answer(link=link, choice=key, now=now)
    bars = _bars(question, counts_of(link), key) if question.kind == POLL else []
    thanks = {"question": question, "said": question.choices[key], "mine": key, "bars": bars}
    return draw(request, link, "thanks", **thanks)


def _shown(question: Question, tapped: str) -> dict[str, object]:
    choices = [Choice(*each) for each in question.choices.items()]
    return {
        "question": question,
        "tapped": Choice(tapped, question.choices[tapped]),
        "others": [each for each in choices if each.key != tapped],
    }


def _bars(question: Question, counts: dict[str, int], mine: str) -> list[Bar]:
    """Of the answers this mail offers (now); none where too few were given to mean anything."""
    numbers = [counts.get(key, 0) for key in question.choices]
    if not counts:
        return []
    return [
        Bar(label, count, percent, key == mine)
        for (key, label), count, percent in zip(
            question.choices.items(), numbers, shares(numbers), strict=True
        )
    ]
