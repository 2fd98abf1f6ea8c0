"""Security headers on every answer, static files and refusals included."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from funnel.border.refusals import Answer

# What no page of ours ever asks the browser for.
UNUSED = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
PERMISSIONS = ", ".join(f"{feature}=()" for feature in UNUSED)


def security_headers(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        # Pictures may be shown by mail readers elsewhere; pages and data may not be drawn in.
        if str(response.headers.get("Content-Type", "")).startswith(("text/html", "application/")):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
