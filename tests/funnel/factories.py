"""Funnels for tests: a small whole one, a rich one with everything in it, drafts and live ones."""

from __future__ import annotations

import copy
import hashlib
import re
from datetime import UTC, datetime
from typing import Any

from funnel.document import FunnelDocument
from funnel.models import Funnel, Publication
from funnel.portable.importing import import_funnel
from funnel.publishing import publish
from tests.funnel.replaying import replayed
from tests.leads.pixels import picture

# Nested dicts and lists, as YAML gives them: a test reaches into any place of it.
Data = dict[str, Any]

GONE = object()
_PLACE = re.compile(r"\[(\d+)\]|\.?([^.\[]+)")

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

VIDEO = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(64)
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n"
POSTER = picture(11, 110, 79)
MEDIA = {"media/rate.mp4": VIDEO, "media/rate.vtt": CAPTIONS, "media/rate.png": POSTER}


def make_document(**changes: object) -> FunnelDocument:
    """A small funnel that can go live: quiz, result, ask for an address, offer, one series.

    `changes` replace keys of its data, in the words of the portable file.
    """
    return document_from({**plain_document(), **changes})


def make_rich_document(**changes: object) -> FunnelDocument:
    """Every kind of step and every key away from its default. Needs MEDIA to be imported."""
    return document_from({**rich_document(), **changes})


def document_from(data: Data) -> FunnelDocument:
    return FunnelDocument.model_validate(data, strict=False)


def edited(data: Data, *edits: tuple[str, object]) -> Data:
    """The data with each place (`steps[0].quiz.topics`) set to a value; GONE takes it away."""
    data = copy.deepcopy(data)
    for path, value in edits:
        *way, last = [int(n) if n else key for n, key in _PLACE.findall(path)]
        here: Any = data  # a dict or a list, place by place
        for part in way:
            here = here[part]
        if value is GONE:
            del here[last]
        elif isinstance(here, list) and last == len(here):
            here.append(value)
        else:
            here[last] = value
    return data


def make_funnel(
    document: FunnelDocument | None = None, *, is_demo: bool = False, replace: bool = False
) -> Funnel:
    """A draft, as import_funnel writes it."""
    document = document or make_document()
    named = document.model_dump_json()
    media = {path: content for path, content in MEDIA.items() if f'"{path}"' in named}
    return import_funnel(
        document=document, media=media, now=NOW, by=None, is_demo=is_demo, replace=replace
    )


def make_publication(document: FunnelDocument | None = None) -> Publication:
    """A funnel that is live. For tests of what follows: its rows may be a replay."""
    document = document or make_document()
    funnel = replayed(("live", document.model_dump_json()), lambda: _make_live(document))
    assert funnel.publication is not None
    return funnel.publication


def _make_live(document: FunnelDocument) -> Funnel:
    funnel = make_funnel(document)
    publish(funnel=funnel, now=NOW, by=None)
    return funnel


def plain_document() -> Data:
    return {
        "slug": "rates",
        "name": "What is your hour worth?",
        "hook": {
            "text": "Are you 20 % too cheap? Two questions, one minute.",
            "reassurance": "No address needed to see your result.",
        },
        "steps": [
            {"key": "quiz", "kind": "quiz", "invite": "Begin, 1 minute", "quiz": _quiz()},
            {"key": "result", "kind": "result", "invite": "See your result"},
            _opt_in(),
            _offer(),
        ],
        "sequences": [_sequence("after")],
        "series_rules": [{"sequence": "after"}],
    }


def rich_document() -> Data:
    plain = plain_document()
    quiz, result, opt_in, offer = plain["steps"]
    return {
        **plain,
        "language": "de-at",
        "theme": {"accent": "#112233", "accent_dark": "#445566", "corner": 3},
        "double_opt_in": False,
        "steps": [
            {**quiz, "quiz": _rich_quiz()},
            {"key": "mood", "kind": "poll", "invite": "One tap", "quiz": _poll()},
            result,
            *_gift_steps(),
            {
                **opt_in,
                "is_skippable": False,
                "skip_label": "",
                "fields": [{"kind": "first_name", "is_required": False}, {"kind": "email"}],
            },
            {**offer, "offer": _rich_offer()},
        ],
        "sequences": [
            {**_sequence("after"), "purpose": "series"},
            {**_sequence("planning"), "window": {"days": ["mon", "fri"], "opens": "09:30"}},
        ],
        "series_rules": [{"sequence": "after"}, {"outcome": "planner", "sequence": "planning"}],
    }


def _quiz() -> Data:
    return {
        "scoring": "personality",
        "outcomes": [_outcome("discounter"), _outcome("planner")],
        "default_outcome": "planner",
        "questions": [
            _question("rate", {"discounter": 2}, {"planner": 2}),
            _question("raise", {"discounter": 1}, {"planner": 1}),
        ],
    }


def _rich_quiz() -> Data:
    first = _question("rate", {"discounter": 2, "planner": -1}, {"planner": 2})
    first["choices"][0] |= {"topics": {"pricing": 3}, "go_to": "end"}
    first["choices"][1] |= {"topics": {"pricing": 1, "time": 2}}
    answered = {"fact": "answer", "step": "quiz", "question": "rate", "any_of": ["b"]}
    return {
        **_quiz(),
        "topics": [{"key": "pricing", "name": "Pricing"}, {"key": "time", "name": "Time"}],
        "questions": [
            {**first, "help": "A guess is fine."},
            {**_question("raise", {"discounter": 1}, {"planner": 1}), "show_if": answered},
        ],
    }


def _poll() -> Data:
    return {"scoring": "none", "questions": [_question("mood", {}, {})]}


def _question(key: str, first: dict[str, int], second: dict[str, int]) -> Data:
    return {
        "key": key,
        "text": f"What about your {key}?",
        "choices": [
            {"key": "a", "text": "It stayed: für immer", "points": first},
            {"key": "b", "text": "It: rose", "points": second},
        ],
    }


def _outcome(key: str) -> Data:
    return {
        "key": key,
        "name": f"The {key}",
        "headline": f"You are a {key}",
        "interpretation": "You said:\n\n- it is *hard*\n- but `fair`",
        "first_action": "Write one number down.",
    }


def _gift(kind: str, **more: object) -> Data:
    about = {"title": "Raise it", "problem": "Fear", "promise": "A plan", "minutes": 3}
    return {"kind": kind, **about, **more}


def _gift_steps() -> list[Data]:
    """The four kinds between result and opt-in, each with a condition of another kind."""
    outcome = {"fact": "outcome", "any_of": ["planner"]}
    topic = {"fact": "topic", "of": "pricing", "at_least": 10, "at_most": 90}
    source = {"fact": "source", "any_of": ["direct", "newsletter"]}
    items = [{"key": "one", "text": "Look it up", "help": "In the last bill."}]
    items.append({"key": "two", "text": "Write it down"})
    files = {"file": "rate.mp4", "captions": "rate.vtt", "poster": "rate.png"}
    media = {
        role: {
            "path": f"media/{name}",
            "sha256": hashlib.sha256(MEDIA[f"media/{name}"]).hexdigest(),
        }
        for role, name in files.items()
    }
    return [
        {
            "key": "list",
            "kind": "checklist",
            "invite": "Next: one-page checklist, 3 minutes",
            "show_if": {"any": [outcome, {"not": topic}]},
            "magnet": _gift("checklist", items=items),
        },
        {
            "key": "guide",
            "kind": "guide",
            "invite": "Read",
            "show_if": {"all": [source, {"fact": "depth", "at_least": 2}]},
            "magnet": _gift("guide", body="# Begin\n\nYou are a {{ result | default: 'person' }}."),
        },
        {
            "key": "video",
            "kind": "video",
            "invite": "Watch, 2 minutes",
            "magnet": _gift("video", seconds=95, transcript="Hello.", **media),
        },
        {"key": "thought", "kind": "statement", "invite": "Go on", "title": "So", "body": "Hm."},
    ]


def _mail(subject: str, target: str) -> Data:
    return {
        "subject": subject,
        "body": 'Hi {{ first_name | default: "there" }},\n\nhere it is.  \nBye',
        "button": {"label": "Open", "target": target},
    }


def _opt_in() -> Data:
    return {
        "key": "address",
        "kind": "opt_in",
        "invite": "Keep it",
        "title": "Where to?",
        "body": "One mail now. Stop with one press.",
        "button": "Send it",
        "marketing": "Send me four more mails.",
        "mail": _mail("Your result", "result"),
    }


def _offer() -> Data:
    body = {"headline": "Raise it together", "body": "An hour.", "price": "90 €"}
    rest = {"button": "Ask for a call", "not_now": "Not now", "thanks": "We call."}
    return {"key": "offer", "kind": "offer", "invite": "The next step", "offer": {**body, **rest}}


def _rich_offer() -> Data:
    offer = _offer()["offer"]
    more = {
        "proof": "12 people",
        "terms": "incl. VAT",
        "url": "https://example.com/x",
        "action": "link",
    }
    return {**offer, **more, "min_depth": 4}


def _sequence(key: str) -> Data:
    answered = {"fact": "answer", "step": "quiz", "question": "rate", "any_of": ["a"]}
    return {
        "key": key,
        "name": f"Series {key}",
        "messages": [
            {"key": "one", "delay": {"days": 0}, **_mail("First", "resume")},
            {
                "key": "two",
                "delay": {"days": 2, "at": "09:30"},
                "show_if": answered,
                "preheader": "Two minutes",
                **_mail("Second: yes", "step:offer"),
            },
        ],
    }
