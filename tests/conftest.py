"""What every test may ask for, and what holds for each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from kombu.transport import memory
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import Settings

from funnel.operating.background import Worker
from tests.services import browser, loopback, site, valkey
from tests.services.mail import MailServer

hypothesis_settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile("dev", deadline=None)
# Thousands of cases for each law: `make proof-laws`, together with tests/laws.py.
hypothesis_settings.register_profile(
    "proof", max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine now and then loses a page or a race: it gets two more tries,
    which the run reports. What fails three times has failed."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        loopback.guard(patch)
        yield


@pytest.fixture(autouse=True)
def _clean_start(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An empty cache, an empty queue and an own folder for uploads, for each test."""
    cache.clear()
    for queue in memory.Channel.queues.values():
        queue.queue.clear()
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture
def smtp_server(settings: Settings) -> Iterator[MailServer]:
    """A mail server of this test's own; Django's mail goes there."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    server.stop()


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """A Valkey of this run's own; its address as REDIS_URL takes it."""
    with valkey.running() as url:
        yield url


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Worker]:
    """A Celery worker in threads on the queue in memory, as the embedded profile has it."""
    worker = Worker()
    worker.start()
    yield worker
    worker.stop(within=10)


@pytest.fixture
def live_site(transactional_db: None, settings: Settings) -> Iterator[str]:
    """The address of the whole site; SITE_URL, and so every link in a mail, points at it."""
    settings.STATIC_ROOT = site.collected_static()
    settings.STORAGES = settings.STORAGES | {"staticfiles": site.MANIFEST}
    with site.serving() as url:
        settings.SITE_URL = url
        settings.CSRF_TRUSTED_ORIGINS = [url]
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser for the whole run. Without one the journeys are skipped; with CI they fail."""
    with sync_playwright() as playwright:
        path = browser.find_chromium(playwright)
        if path is None:
            browser.install_chromium()
            path = browser.find_chromium(playwright)
        if path is None and os.environ.get("CI"):
            pytest.fail(browser.NONE_FOUND)
        if path is None:
            pytest.skip(browser.NONE_FOUND)
        running = playwright.chromium.launch(executable_path=path, args=browser.FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """open_page(width=390, dark=False, javascript=True) -> a page in a fresh context."""
    contexts = []

    def opened(*, width: int = 390, dark: bool = False, javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            device_scale_factor=2 if width < 600 else 1,
            is_mobile=width < 600,
            has_touch=width < 600,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def screens() -> Path | None:
    """Where `make screens` wants pictures kept, or None in an ordinary run."""
    wanted = os.environ.get("SCREENS")
    return Path(wanted) if wanted else None
