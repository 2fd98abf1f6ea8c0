"""A start with a given environment, in a process of its own as at a real start."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.services.environment import ROOT, known_variables

SCALED = {
    "PROFILE": "scaled",
    "SECRET_KEY": "k" * 60,
    "SUPPRESSION_KEY": "s" * 60,
    "SITE_URL": "https://quiz.example.com",
    "DATABASE_URL": "postgres://user:hunter2@db:5432/name",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "submission://user:hunter2@mail.example.com:587",
}
# Read by docker-compose.yml alone.
FOR_COMPOSE = {"POSTGRES_PASSWORD"}
SHOW = """
import json, sys
from funnel import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def start(folder: Path, values: dict[str, str], *names: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder), **values}
    return subprocess.run(
        [sys.executable, "-c", SHOW, *names],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_settings_need_nothing_in_the_embedded_profile(tmp_path: Path) -> None:
    done = start(tmp_path, {"PORT": "8123"}, "IS_EMBEDDED", "SITE_URL", "EMAIL_BACKEND")
    assert json.loads(done.stdout) == {
        "IS_EMBEDDED": True,
        "SITE_URL": "http://127.0.0.1:8123",
        "EMAIL_BACKEND": "nurture.sending.outbox.OutboxBackend",
    }


def test_settings_of_the_scaled_profile_are_strict(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "EMAIL_USE_TLS", "EMAIL_HOST")
    done = start(tmp_path, SCALED, *names)
    assert json.loads(done.stdout) == dict(
        zip(names, (True, True, True, "mail.example.com"), strict=True)
    )


@pytest.mark.parametrize(
    ("change", "named", "cure"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set.", "python3 -c"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 50", "python3 -c"),
        ({"SUPPRESSION_KEY": ""}, "SUPPRESSION_KEY is not set.", "Keep it for ever."),
        ({"SITE_URL": ""}, "SITE_URL is not set.", "https://quiz.example.com"),
        ({"SITE_URL": "https://a.example/path"}, "SITE_URL", "a scheme and a host"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set.", "postgres://"),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL", "Postgres"),
        ({"REDIS_URL": ""}, "REDIS_URL is not set.", "redis://"),
        ({"EMAIL_URL": ""}, "EMAIL_URL is not set.", "submission://"),
        ({"DAY": "20"}, "DAY", "PROFILE=embedded"),
        ({"PORT": "none"}, "PORT is 'none'.", "a whole number"),
        ({"PROFILE": "big"}, "PROFILE is 'big'.", "embedded, scaled"),
        ({"MEDIA_BUCKET": "files"}, "MEDIA_ACCESS_KEY is not set.", "MEDIA_BUCKET needs it."),
        (
            {"MEDIA_BUCKET": "files", "MEDIA_ACCESS_KEY": "a"},
            "MEDIA_SECRET_KEY is not set.",
            "MEDIA_BUCKET needs it.",
        ),
        ({"TRUSTED_PROXIES": "9"}, "TRUSTED_PROXIES is '9'.", "from 0 to 5"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'loud'.", "WARNING"),
    ],
)
def test_settings_refuse_to_start_and_name_the_variable_and_the_cure(
    tmp_path: Path, change: dict[str, str], named: str, cure: str
) -> None:
    done = start(tmp_path, SCALED | change)
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert named in last
    assert cure in last
    assert "hunter2" not in done.stderr


def test_env_example_lists_every_variable_that_is_read() -> None:
    sources = (
        (ROOT / "funnel" / name).read_text(encoding="utf-8")
        for name in ("settings.py", "mail_settings.py")
    )
    read = re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", "".join(sources))
    # Those of a mail provider bear its name; two of them stand there as examples.
    listed = [name for name in known_variables() if not name.startswith("ANYMAIL_")]
    assert sorted(listed) == sorted({*read, *FOR_COMPOSE})


def test_env_example_says_something_about_each_variable() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for before, line in pairwise(lines)
        if re.match(r"#?[A-Z_]+=", line) and not before.startswith("#")
    ]
    assert bare == []
