"""docker-compose.yml without Docker: each of our services as its file describes it.

Postgres, Valkey and the mail server come from wheels and stand in for the containers' names.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import yaml

from tests.deploy import compose
from tests.services import postgres
from tests.services.environment import ROOT
from tests.services.mail import MailServer

pytestmark = pytest.mark.deploy

ENV_FILE = {
    "SITE_URL": "https://quiz.example.com",
    "TRUSTED_PROXIES": "1",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "SUPPRESSION_KEY": secrets.token_urlsafe(50),
    "POSTGRES_PASSWORD": "between-containers",
}


@pytest.fixture(scope="module")
def catcher() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    """An empty database of its own, on the run's server where there is one."""
    server = os.environ.get("DATABASE_URL") or postgres.start()
    name = f"compose_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server.rpartition("/")[0] + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def stand_ins(
    database_url: str, valkey_url: str, catcher: MailServer, port: int, tmp_path: Path
) -> dict[str, str]:
    """What the containers' names stand for on this machine."""
    return {
        "postgres://smallyes:between-containers@postgres:5432/smallyes": database_url,
        "redis://redis:6379/0": valkey_url,
        "smtp://mail:1025": catcher.url,
        "0.0.0.0:8000": f"127.0.0.1:{port}",
        "8000": str(port),
        "/var/lib/smallyes": str(tmp_path),
        "/tmp": str(tmp_path),
    }


def described(name: str, stand_ins: dict[str, str], folder: Path) -> compose.Service:
    """The service as its file says, with this machine's addresses in place of containers'."""
    found = compose.service(name, ENV_FILE)
    values = {key: stand_ins.get(value, value) for key, value in found.environment.items()}
    return compose.Service(
        name,
        [stand_ins.get(word, word) for word in found.command],
        compose.environment_for(folder, values),
        found.health,
    )


@pytest.fixture
def migrated(stand_ins: dict[str, str], tmp_path: Path) -> dict[str, str]:
    service = described("migrate", stand_ins, tmp_path)
    done = subprocess.run(
        service.command,
        cwd=ROOT,
        env=service.environment,
        capture_output=True,
        text=True,
        timeout=compose.PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return stand_ins


def test_compose_describes_our_services_completely() -> None:
    services = compose.document()["services"]
    assert set(services) == {*compose.OURS, "postgres", "redis", "mail"}
    unhealthy = {name for name, body in services.items() if "test" not in body["healthcheck"]}
    assert unhealthy == {"migrate"}
    published = {name: body["ports"] for name, body in services.items() if "ports" in body}
    assert published == {"web": ["127.0.0.1:8000:8000"], "mail": ["127.0.0.1:8025:8025"]}
    assert {services[name]["env_file"] for name in compose.OURS} == {".env"}


def test_compose_names_only_hosts_that_are_services() -> None:
    services = compose.document()["services"]
    for name in compose.OURS:
        values = compose.service(name, ENV_FILE).environment
        for key in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
            host = re.search(r"(?:@|//)(\w+):\d+", values[key])
            assert host is not None
            assert host[1] in services


def test_dockerfile_and_compose_start_the_web_server_alike() -> None:
    text = (ROOT / "Dockerfile").read_text()
    command = re.findall(r"^CMD (\[.+\])$", text, re.MULTILINE)[-1]
    health = re.findall(r"HEALTHCHECK .*CMD (\[.+\])$", text, re.MULTILINE)[-1]
    web = compose.service("web", ENV_FILE)
    assert (json.loads(command), json.loads(health)) == (web.command, web.health)
    assert re.search(r"^USER smallyes$", text, re.MULTILINE)


def test_env_example_is_an_environment_compose_can_read() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    set_here = {line.split("=")[0] for line in lines if line and not line.startswith("#")}
    assert set_here == {"PROFILE", *ENV_FILE}
    assert yaml.safe_load((ROOT / "docker-compose.yml").read_text())["name"] == "small-yes"


def test_web_answers_and_its_health_check_sees_it(
    migrated: dict[str, str], port: int, tmp_path: Path
) -> None:
    service = described("web", migrated, tmp_path)
    assert not compose.is_healthy(service.health, service.environment)
    with compose.running(service.command, service.environment, tmp_path / "log"):
        assert compose.becomes_healthy(service.health, service.environment)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            assert set(json.load(answer).values()) == {"ok"}


@pytest.mark.parametrize("name", ["worker", "worker-requested"])
def test_worker_answers_its_health_check(
    migrated: dict[str, str], tmp_path: Path, name: str
) -> None:
    service = described(name, migrated, tmp_path)
    with compose.running(service.command, service.environment, tmp_path / "log"):
        assert compose.becomes_healthy(service.health, service.environment)


def test_beat_writes_its_heartbeat(migrated: dict[str, str], tmp_path: Path) -> None:
    service = described("beat", migrated, tmp_path)
    assert not compose.is_healthy(service.health, service.environment)
    with compose.running(service.command, service.environment, tmp_path / "log"):
        assert compose.becomes_healthy(service.health, service.environment)


def test_mail_goes_to_the_catcher(
    migrated: dict[str, str], catcher: MailServer, tmp_path: Path
) -> None:
    service = described("worker", migrated, tmp_path)
    subprocess.run(
        ["python", "manage.py", "sendtestemail", "ana@example.com"],
        cwd=ROOT,
        env=service.environment,
        timeout=compose.PATIENCE_SECONDS,
        check=True,
    )
    assert [message["To"] for message in catcher.messages] == ["ana@example.com"]
