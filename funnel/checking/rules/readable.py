"""Readable for everybody: colours that stand out, pictures and films in words, plain sentences."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funnel.checking.findings import Family, Fix, Hit, Rule, Severity
from funnel.checking.images import images_of
from funnel.checking.rules.grades import grade, words_a_sentence
from funnel.checking.rules.plain import words
from funnel.checking.subject import Subject
from funnel.document import FunnelDocument, PollStep, QuizStep, ThemeDoc, VideoStep
from funnel.journey.colour import contrast
from funnel.journey.palette import DAY, DUSK, EDGES, Palette, mix, palette
from quizzes.document import ImageDoc

# School years. Plain-language guides aim at eight or nine; where no formula holds, words a
# sentence stand for it.
HARDEST_GRADE = 9
LONGEST_SENTENCES = 20
# Shorter texts give a formula nothing to hold on to.
LEAST_WORDS = 40
# The first step has six requests. The page, its sheet and two scripts take four.
MOST_PICTURES = 2
MOST_BYTES = 4_000
LEAST_TRANSCRIPT = 5

_SIDES = (("accent", "background", DAY), ("accent_dark", "background_dark", DUSK))
_EMPTY_CAPTIONS = frozenset(
    hashlib.sha256(text.encode()).hexdigest()
    for text in ("", "\n", *(f"WEBVTT{end}" for end in ("", "\n", "\r\n", "\n\n", "\r\n\r\n")))
)
_FILE_NAME = re.compile(
    r".*\.(?:png|jpe?g|webp|gif|svg|heic)|(?:img|dsc|dscn|pxl|screenshot|image|photo|bild|foto)"
    r"[\s_-]*[\d_ .-]+|[\da-f_-]{6,}",
    re.IGNORECASE,
)
_SAYS_NOTHING = (
    "image picture photo img pic graphic icon logo screenshot illustration banner alt untitled bild"
    " foto grafik symbol abbildung illustration a an of the das ein eine von imagen foto photo"
    " immagine afbeelding"
)
_USELESS = frozenset(_SAYS_NOTHING.split())


def _contrast(subject: Subject) -> Iterator[Hit]:
    theme = subject.document.theme
    for field, ground, usual in _SIDES:
        accent, page = getattr(theme, field), _page(theme, ground, usual)
        ratio = contrast(accent, page.paper)
        if ratio < EDGES:
            yield Hit(
                f"theme.{field}",
                gettext(
                    "Buttons in this colour stand out %(ratio)s to 1 from their background. Pick a"
                    " stronger one, from 3 to 1 on they are found."
                )
                % {"ratio": f"{ratio:.1f}"},
                weight=round(70 - 10 * ratio),
                fix=Fix(gettext("Make the colour stronger"), _stronger(field, accent, page)),
            )


def _page(theme: ThemeDoc, ground: str, usual: Palette) -> Palette:
    own: str = getattr(theme, ground)
    return palette(own) if own else usual


def _stronger(field: str, accent: str, page: Palette) -> _Mender:
    shares = (share / 20 for share in range(1, 21))
    mixes = (mix(page.ink, accent, share) for share in shares)
    better = next((each for each in mixes if contrast(each, page.paper) >= EDGES), page.ink)
    return _Mender(field, better)


class _Mender:
    """The document with another colour in its theme."""

    def __init__(self, field: str, colour: str) -> None:
        self._change = {field: colour}

    def __call__(self, document: FunnelDocument) -> FunnelDocument:
        theme = document.theme.model_copy(update=self._change)
        return document.model_copy(update={"theme": theme})


def _alts(subject: Subject) -> Iterator[Hit]:
    for path, image in images_of(subject.document):
        if _is_useless(image):
            yield Hit(
                f"{path}.alt",
                gettext(
                    "“%(alt)s” does not tell what the picture shows. Say it in one line, for people"
                    " who cannot see it."
                )
                % {"alt": image.alt.strip()},
                weight=50,
            )


def _is_useless(image: ImageDoc) -> bool:
    said = [word.casefold() for word in words(image.alt)]
    stem = PurePosixPath(image.path).stem.casefold()
    is_file = bool(_FILE_NAME.fullmatch(image.alt.strip())) or "_".join(said) == stem
    return is_file or all(word in _USELESS or word.isdigit() for word in said)


def _captions(subject: Subject) -> Iterator[Hit]:
    for index, step in enumerate(subject.document.steps):
        if not isinstance(step, VideoStep):
            continue
        captions = step.magnet.captions
        if captions is not None and captions.sha256 in _EMPTY_CAPTIONS:
            yield Hit(
                f"steps[{index}].magnet.captions",
                gettext("The captions are empty. Upload a file with what is said in the video."),
                weight=60,
            )
        if len(words(step.magnet.transcript)) < LEAST_TRANSCRIPT:
            yield Hit(
                f"steps[{index}].magnet.transcript",
                gettext(
                    "The video has no words to read. Write what it says and shows: many watch"
                    " without sound, some cannot watch."
                ),
                weight=55,
            )


def _hard_texts(subject: Subject) -> Iterator[Hit]:
    for said in subject.said:
        if len(words(said.text)) < LEAST_WORDS:
            continue
        level = grade(said.text, subject.language)
        length = words_a_sentence(said.text)
        if level is not None and level > HARDEST_GRADE:
            yield Hit(
                said.path,
                gettext(
                    "This reads like school year %(grade)s, with %(length)s words a sentence. Aim"
                    " at year %(most)s: shorter sentences, plainer words."
                )
                % {"grade": round(level), "length": round(length), "most": HARDEST_GRADE},
                weight=round(level),
            )
        if level is None and length > LONGEST_SENTENCES:
            yield Hit(
                said.path,
                gettext("The sentences have %(length)s words on average. Aim at %(most)s.")
                % {"length": round(length), "most": LONGEST_SENTENCES},
                weight=round(length),
            )


def _heavy_start(subject: Subject) -> Iterator[Hit]:
    pictures = _first_pictures(subject.document)
    if pictures > MOST_PICTURES:
        yield Hit(
            "steps[0]",
            gettext(
                "The first screen loads %(count)s pictures. %(most)s fit what a slow phone takes"
                " in at once: move the rest to a later screen."
            )
            % {"count": pictures, "most": MOST_PICTURES},
            weight=30 + pictures,
        )
    size = sum(len(text.encode()) for text in _first_texts(subject))
    if size > MOST_BYTES:
        yield Hit(
            "steps[0]",
            gettext(
                "The first screen carries %(size)s KB of text. Keep it under %(most)s KB, and say"
                " the rest later."
            )
            % {"size": round(size / 1000, 1), "most": round(MOST_BYTES / 1000)},
            weight=30,
        )


def _first_pictures(document: FunnelDocument) -> int:
    look = ("theme.logo", "theme.picture", "steps[0].quiz.questions[0].")
    return sum(path.startswith(look) for path, _image in images_of(document))


def _first_texts(subject: Subject) -> Iterator[str]:
    first = subject.document.steps[0]
    place = "steps[0].quiz.questions[0]." if isinstance(first, QuizStep | PollStep) else "steps[0]."
    later = (".explanation", ".mail", ".alt")
    for said in subject.said:
        is_hook = said.path in {"hook.text", "hook.reassurance"}
        if is_hook or (
            said.path.startswith(place) and not any(each in said.path for each in later)
        ):
            yield said.text


_READABLE, _WARNING = Family.READABLE, Severity.WARNING
RULES = (
    Rule("R101", "faint-colour", _READABLE, _WARNING, _("A colour hard to see"), _contrast),
    Rule("R102", "useless-alt", _READABLE, _WARNING, _("A picture without words"), _alts),
    Rule("R103", "no-captions", _READABLE, _WARNING, _("A video nobody can read"), _captions),
    Rule("R104", "hard-text", _READABLE, _WARNING, _("A text that is hard to read"), _hard_texts),
    Rule("R105", "heavy-start", _READABLE, _WARNING, _("A heavy first screen"), _heavy_start),
)
