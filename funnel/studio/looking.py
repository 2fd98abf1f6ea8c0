"""A piece of a draft as visitors see it: its screen, made by the public templates.

The preview in the studio shows it. Pressing goes on to the next screen; nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from funnel.document import FunnelDocument, OfferStep
from funnel.journey.answering import page
from funnel.journey.place import Context, Place
from funnel.journey.preview import looked_at
from funnel.journey.screens import screen_context
from funnel.journey.speaking import speaking
from funnel.journey.trail import Screen, State, Trail, follow, result_on
from funnel.studio.imagining import trail_to
from funnel.studio.look_places import Addresses
from funnel.studio.walking import shown_trail, written_walk

# An offer's other sides, as the address names them.
FACES = frozenset({"_later", "_contact", "_thanks"})


@dataclass(frozen=True, slots=True)
class Sight:
    """What is looked at. `state` is None until something was pressed in the preview; `outcome`
    is the result wanted then. `errors` and `order` come from a press that was refused."""

    screen: Screen
    state: State | None = None
    outcome: str = ""
    face: str = ""
    errors: Mapping[str, object] = field(default_factory=dict)
    order: tuple[str, ...] | None = None


def walk_of(document: FunnelDocument, sight: Sight) -> tuple[Trail, State]:
    """Where the example person stands on this screen, and what was pressed to come there."""
    if sight.state is None:
        return trail_to(document, sight.screen, sight.outcome)
    return shown_trail(document, sight.state, sight.screen), sight.state


def screen_page(
    request: HttpRequest, document: FunnelDocument, sight: Sight, addresses: Addresses
) -> HttpResponse:
    trail, state = walk_of(document, sight)
    with speaking(document):
        place = _place(document, trail, state, sight)
        context = {**screen_context(place), **_preview(place, state, addresses)}
    return page(request, "studio/look_screen.html", context)


def _place(document: FunnelDocument, trail: Trail, state: State, sight: Sight) -> Place:
    place = looked_at(document, trail, sight.screen)
    promise = state.answers.get((sight.screen.step, ""), ())
    place.known["promise"] = promise[0] if promise else ""
    if isinstance(place.step, OfferStep):
        place.known["phase"] = sight.face
        gift = document.step(place.step.offer.later_step or "")
        place.known["later_gift"] = gift if sight.face == "_later" else None
    errors = {name: str(error) for name, error in sight.errors.items()}
    return replace(place, errors=errors, chosen=sight.order)


def _preview(place: Place, state: State, addresses: Addresses) -> Context:
    """What stands on the page in place of what only a visit has."""
    first = follow(place.document, State(source=state.source)).here
    picture = "first_picture"
    own: Context = {
        "is_landing": False,
        "is_first_screen": False,
        "is_preview": True,
        "action": _with_walk(addresses.address_of(place.screen), state),
        "back": _back(place, state, addresses),
        "result_address": _result(place, state, addresses),
    }
    return own if place.screen == first else {**own, picture: None}


def _back(place: Place, state: State, addresses: Addresses) -> str:
    done = place.trail.done
    index = done.index(place.screen) if place.screen in done else len(done)
    return _with_walk(addresses.address_of(done[index - 1]), state) if index else ""


def _result(place: Place, state: State, addresses: Addresses) -> str:
    shown = result_on(place.document, place.trail)
    return _with_walk(addresses.address_of(shown), state) if shown else ""


def _with_walk(address: str, state: State) -> str:
    return f"{address}?{urlencode({'said': written_walk(state)})}"
