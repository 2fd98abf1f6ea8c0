"""How interest and match are counted here: the newest saved setting, or our own defaults.

Rows are only added. Screens count by the new setting at once, stored numbers follow in the worker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from leads import warmth
from leads.fit import WEIGHTS, Rule
from leads.kept import forget_kept, kept
from leads.models import ScoringModel

CACHE_KEY = "leads.scoring"
_KEPT_SECONDS = 60
LEAST_POINTS, MOST_POINTS = -50, 100
LONGEST_HALF_LIFE = 365
_MOST_RULES = 2_000


@dataclass(frozen=True, slots=True)
class Scoring:
    model: warmth.Model
    fit_rules: tuple[Rule, ...] = ()


DEFAULT = Scoring(warmth.DEFAULT)


class ScoringError(ValueError):
    """Its text is a sentence for the marketer; `field` says where it belongs."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def current() -> Scoring:
    """As saved last; the defaults before the first save."""
    return kept(CACHE_KEY, Scoring, _read, seconds=_KEPT_SECONDS)


def forget_scoring() -> None:
    forget_kept(CACHE_KEY)
    transaction.on_commit(lambda: forget_kept(CACHE_KEY))


@transaction.atomic
def save_scoring(*, scoring: Scoring, note: str, by: User | None, now: datetime) -> ScoringModel:
    """A new setting that counts from now on; its number is the next one whatever `scoring` says.

    Raises ScoringError; nothing is stored then.
    """
    check_scoring(scoring)
    last = ScoringModel.objects.select_for_update().order_by("-number").first()
    model = scoring.model
    row = ScoringModel.objects.create(
        number=last.number + 1 if last else 1,
        points=dict(model.points),
        half_lives=dict(model.half_lives),
        bands={
            "warm_from": model.warm_from,
            "hot_from": model.hot_from,
            "hot_left_below": model.hot_left_below,
        },
        fit_rules=[asdict(rule) for rule in scoring.fit_rules],
        note=" ".join(note.split())[:300],
        by=by,
        created_at=now,
    )
    forget_scoring()
    return row


def check_scoring(scoring: Scoring) -> None:
    """Raises ScoringError for what could not be counted or would make no sense."""
    model = scoring.model
    _check_numbers(model.points, warmth.POINTS, LEAST_POINTS, MOST_POINTS, "points")
    _check_numbers(model.half_lives, warmth.HALF_LIFE_DAYS, 1, LONGEST_HALF_LIFE, "half_life")
    if any(model.points[key] < 0 for key in warmth.POINTS if key != "not_now"):
        # A yes that cools somebody down would put the wrong people first.
        key = next(key for key in warmth.POINTS if key != "not_now" and model.points[key] < 0)
        raise ScoringError(f"points_{key}", _("A yes never takes points away."))
    if model.points["not_now"] > 0:
        raise ScoringError("points_not_now", _("“Not now” never adds points."))
    longest = max(days for kind, days in model.half_lives.items() if kind != "not_now")
    if model.half_lives["not_now"] < longest:
        raise ScoringError(
            "half_life_not_now",
            _("“Not now” fades last, else people would warm up by doing nothing."),
        )
    if not 1 <= model.warm_from < model.hot_left_below <= model.hot_from <= 100:
        words = _("Warm begins below where hot ends, and hot ends at or below its beginning.")
        raise ScoringError("hot_from", words)
    _check_rules(scoring.fit_rules)


def scoring_of(row: ScoringModel) -> Scoring:
    """What a stored setting says; keys that came later have their default."""
    bands = row.bands
    model = warmth.Model(
        row.number,
        {**warmth.POINTS, **_known(row.points, warmth.POINTS)},
        {**warmth.HALF_LIFE_DAYS, **_known(row.half_lives, warmth.HALF_LIFE_DAYS)},
        bands.get("warm_from", warmth.WARM_FROM),
        bands.get("hot_from", warmth.HOT_FROM),
        bands.get("hot_left_below", warmth.HOT_LEFT_BELOW),
    )
    return Scoring(model, tuple(Rule(**rule) for rule in row.fit_rules))


def _read() -> Scoring:
    row = ScoringModel.objects.order_by("-number").first()
    return scoring_of(row) if row else DEFAULT


def _known(stored: Mapping[str, int], keys: Mapping[str, int]) -> dict[str, int]:
    return {key: value for key, value in stored.items() if key in keys}


def _check_numbers(
    said: Mapping[str, int], known: Mapping[str, int], least: int, most: int, field: str
) -> None:
    if said.keys() != known.keys():
        raise ScoringError("note", _("Some numbers are missing. Load the page anew."))
    for key, value in said.items():
        if not least <= value <= most:
            words = _("A whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
            raise ScoringError(f"{field}_{key}", words)


def _check_rules(rules: Sequence[Rule]) -> None:
    if len(rules) > _MOST_RULES or any(rule.weight not in WEIGHTS for rule in rules):
        raise ScoringError("note", _("These answers cannot be weighed. Load the page anew."))
