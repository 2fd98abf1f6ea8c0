"""How a funnel's look will look, answered while its colours are chosen; the sample asks for it."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from funnel.journey.colour import WORDS, contrast
from funnel.journey.looks import FONTS
from funnel.journey.palette import DAY, DUSK, EDGES, Palette, palette, tint

_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
_SIDES = (("light", "accent", "background", DAY), ("dark", "accent_dark", "background_dark", DUSK))
_may_view = permission_required("funnel.view_funnel", raise_exception=True)


@require_GET
@_may_view
def look_sample(request: HttpRequest) -> JsonResponse:
    """Colours, letters and a sentence for each side; a side whose colour is none is left out."""
    font = FONTS.get(request.GET.get("font", ""), "")
    sides: dict[str, object] = {}
    for side, accent_field, ground_field, usual in _SIDES:
        accent, ground = _colour(request, accent_field), _colour(request, ground_field)
        if accent:
            page = palette(ground) if ground else usual
            sides[side] = {"colours": _colours(accent, page), **_judged(accent, page)}
    return JsonResponse({"font": font, "sides": sides})


def _colour(request: HttpRequest, name: str) -> str:
    value = request.GET.get(name, "").strip().lower()
    return value if _COLOUR.match(value) else ""


def _colours(accent: str, page: Palette) -> dict[str, str]:
    own = tint(accent, page)
    return {
        "accent": own.accent,
        "on-accent": own.on_accent,
        "soft": own.soft,
        "word": own.words,
        "paper": page.paper,
        "surface": page.surface,
        "line": page.line,
        "edge": page.edge,
        "ink": page.ink,
        "muted": page.muted,
    }


def _judged(accent: str, page: Palette) -> dict[str, object]:
    """The same bounds as the form has."""
    ratio = contrast(accent, page.paper)
    if ratio < EDGES:
        words = _("%(ratio)s to 1: too close to its background. Pick it stronger.")
    elif ratio < WORDS:
        words = _("%(ratio)s to 1: buttons are found. Words are made a little stronger.")
    else:
        words = _("%(ratio)s to 1: buttons stand out, and words in this colour read well.")
    return {"said": words % {"ratio": f"{ratio:.1f}"}, "is_refused": ratio < EDGES}
