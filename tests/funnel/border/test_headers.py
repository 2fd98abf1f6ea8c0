from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.funnel.border.echo")

EVERYWHERE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}


@pytest.mark.parametrize("path", ["/f/a/", "/leads/", "/admin/", "/f/a%00/"])
def test_security_headers_stand_on_every_answer(client: Client, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/f/a/", "/v/key/", "/leads/", "/", "/administration/"])
def test_policy_by_path_is_strict_outside_the_admin(client: Client, path: str) -> None:
    policy = client.get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_policy_by_path_is_looser_below_the_admin_alone(client: Client) -> None:
    policy = client.get("/admin/x/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval'" in policy
    assert "default-src 'none'" in policy
