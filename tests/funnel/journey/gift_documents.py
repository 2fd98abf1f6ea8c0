"""A funnel that gives every kind of gift there is, and the files it gives."""

from __future__ import annotations

import hashlib

from funnel.document import FunnelDocument
from funnel.models import Funnel, Publication
from funnel.portable.importing import import_funnel
from funnel.publishing import publish
from tests.funnel.factories import NOW, Data, document_from, plain_document
from tests.funnel.replaying import replayed

PDF = b"%PDF-1.7\n" + b"%" + b"x" * 1_300_000 + b"\n%%EOF\n"
FILES = {"media/rate-talk.pdf": PDF}
YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=12s"
VIMEO = "https://vimeo.com/76979871"
LINK = "https://tools.example.org/rates?from=us"
ITEMS = {
    "rate": ("Your present hourly rate", "From the last invoice, not from memory."),
    "costs": ("What you cost a month, taxes included", ""),
    "hours": ("Hours you really sold last month", "Only what somebody paid for."),
    "yes": ("Three clients who came back", ""),
    "no": ("The last price you heard no to", ""),
    "talk": ("One sentence for the new price", "Say it aloud, once."),
    "date": ("A date from which it counts", ""),
}


def gift_document(**changes: object) -> FunnelDocument:
    plain = plain_document()
    quiz, result, opt_in, offer = plain["steps"]
    gifts = [
        _step("list", "checklist", "Next: one-page checklist, 3 minutes", _checklist()),
        _step("guide", "guide", "Next: a short guide", _guide()),
        _step("link", "link", "Next: a calculator", _link()),
        _step("youtube", "video", "Next: a film, 2 minutes", _film(YOUTUBE)),
        _step("vimeo", "video", "Next: another film", _film(VIMEO)),
    ]
    gate = {**opt_in, "is_skippable": True, "skip_label": "No thanks"}
    return document_from(
        {**plain, "slug": "gifts", "steps": [quiz, result, *gifts, gate, offer], **changes}
    )


def gift_publication(document: FunnelDocument | None = None) -> Publication:
    document = document or gift_document()

    def make() -> Funnel:
        funnel = import_funnel(document=document, media=FILES, now=NOW, by=None)
        publish(funnel=funnel, now=NOW, by=None)
        return funnel

    funnel = replayed(("gifts", document.model_dump_json()), make)
    assert funnel.publication is not None
    return funnel.publication


def _step(key: str, kind: str, invite: str, magnet: Data) -> Data:
    return {"key": key, "kind": kind, "invite": invite, "magnet": {"kind": kind, **magnet}}


def _about(title: str, problem: str, promise: str, minutes: int) -> Data:
    return {"title": title, "problem": problem, "promise": promise, "minutes": minutes}


def _checklist() -> Data:
    about = _about(
        "Seven things before the price talk",
        "You want to ask for more, and do not know where to begin.",
        "Everything you need for the talk, on one page.",
        3,
    )
    items = [{"key": key, "text": text, "help": more} for key, (text, more) in ITEMS.items()]
    return {**about, "items": items}


def _guide() -> Data:
    about = _about(
        "The price talk, sentence by sentence",
        "In the talk itself the words go missing.",
        "Four sentences you can say as they stand.",
        4,
    )
    body = (
        "## Before you begin\n\nYou are **not** asking for a favour. You are telling a fact.\n\n"
        "- Write the number down.\n- Say it once, then be quiet.\n\n"
        "## The four sentences\n\n"
        "> From March on I work for 90 an hour.\n\nThen wait. The silence does the work."
    )
    file = {"path": "media/rate-talk.pdf", "sha256": hashlib.sha256(PDF).hexdigest()}
    return {**about, "body": body, "file": file}


def _link() -> Data:
    about = _about(
        "A calculator for your hour",
        "You guess what an hour of yours costs you.",
        "One number, worked out from your own figures.",
        2,
    )
    body = "Four fields, no account. It keeps nothing of what you type."
    return {**about, "body": body, "url": LINK, "button": "Open the calculator"}


def _film(url: str) -> Data:
    about = _about(
        "Two minutes on silence",
        "You fill the pause after the price, and give it away.",
        "You can bear five seconds of quiet.",
        2,
    )
    return {**about, "seconds": 120, "url": url, "transcript": "Say the price. Count to five."}
