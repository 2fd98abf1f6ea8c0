"""docker-compose.yml read as Docker would read it, and its services run by hand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.services.environment import ROOT

PATIENCE_SECONDS = 60
OURS = ("migrate", "web", "worker", "worker-requested", "beat")


@dataclass(frozen=True)
class Service:
    """One of our services: what it runs, with which environment, and how its health is asked."""

    name: str
    command: list[str]
    environment: dict[str, str]
    health: list[str]


def document() -> dict[str, Any]:  # YAML has any shape
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


def filled(text: object, env_file: dict[str, str]) -> str:
    """${NAME:-default}, ${NAME-default} and ${NAME:?why} from the .env file, $$ as a dollar."""

    def value(match: re.Match[str]) -> str:
        given = env_file.get(match["name"])
        if not given and match["sign"] == "?":
            raise ValueError(f"{match['name']}: {match['rest']}")
        # Without the colon an empty value counts as one.
        stands = bool(given) if match["colon"] is None or match["colon"] else given is not None
        return (given if stands else match["rest"]) or ""

    pattern = r"\$\{(?P<name>\w+)(?:(?P<colon>:?)(?P<sign>[-?])(?P<rest>[^}]*))?\}"
    return re.sub(pattern, value, str(text)).replace("$$", "$")


def service(name: str, env_file: dict[str, str]) -> Service:
    described = document()["services"][name]
    environment = {key: filled(v, env_file) for key, v in described["environment"].items()}
    kind, *health = described.get("healthcheck", {}).get("test", ["CMD"])
    check = ["sh", "-c", filled(health[0], env_file)] if kind == "CMD-SHELL" else health
    return Service(name, described["command"], env_file | environment, check)


def environment_for(folder: Path, values: dict[str, str]) -> dict[str, str]:
    """A container's environment: what its file says, and programs found beside our Python."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return values | {"PATH": path, "HOME": str(folder)}


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    """Stopped with SIGTERM as Docker does it; a service that does not end by itself fails."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0, log.read_text()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(PATIENCE_SECONDS)


def is_healthy(check: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run(
        check, cwd=ROOT, env=environment, capture_output=True, timeout=30, check=False
    )
    return done.returncode == 0


def becomes_healthy(check: list[str], environment: dict[str, str]) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if is_healthy(check, environment):
            return True
        time.sleep(0.5)
    return False
