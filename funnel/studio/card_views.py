"""The score card's page."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from funnel.document import QuizStep
from funnel.journey.trail import Screen
from funnel.models import Funnel
from funnel.publishing.lenient import showable
from funnel.studio.card import MOST_SCREENS, card_of, name_of
from funnel.studio.frame import get_funnel, may_change
from funnel.studio.look_places import Addresses
from funnel.studio.mapping import branches
from funnel.studio.plotting import plot
from funnel.worth import FAR_AHEAD


@require_safe
@may_change
def card(request: HttpRequest, pk: int) -> HttpResponse:
    funnel = get_funnel(pk)
    document = showable(funnel)
    found, addresses = card_of(document), Addresses(funnel)
    context = {
        **admin.site.each_context(request),
        "opts": Funnel._meta,
        "funnel": funnel,
        "title": _("Score card: %(name)s") % {"name": funnel.name},
        "card": found,
        "plots": (
            plot(found.rungs, name="wide", width=720, height=260),
            plot(found.rungs, name="narrow", width=330, height=220),
        ),
        "maps": [
            (name_of(step), addresses.slug_of(Screen(step.key)))
            for step in document.steps
            if isinstance(step, QuizStep) and branches(step.quiz)
        ],
        "far_ahead": FAR_AHEAD,
        "most_screens": MOST_SCREENS,
    }
    return render(request, "studio/card.html", context)
