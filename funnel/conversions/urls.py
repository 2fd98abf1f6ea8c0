"""Where bookings and purchases come back."""

from __future__ import annotations

from django.urls import path, re_path

from funnel.conversions import desk_views, views
from funnel.conversions.senders import SENDERS

app_name = "conversions"

urlpatterns = [
    *(
        path(f"hooks/{name}/", views.hook, {"sender": name}, name=f"hook_{name}")
        for name in SENDERS
    ),
    re_path(
        r"^c/(?P<key>[A-Za-z0-9_-]{22})/(?P<signature>[0-9a-fA-F]{64})/\Z", views.link, name="link"
    ),
    path("leads/<int:pk>/outside/", desk_views.by_hand, name="by_hand"),
]
