"""The demo goes in once, complete and live, and touches nothing that stands already."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from pytest_django.fixtures import Settings

from funnel.demo.accounts import accounts_file, kept_passwords
from funnel.demo.loading import FUNNEL_FILES, load_demo
from funnel.models import Funnel, Publication, Theme
from funnel.portable.exporting import export_document, export_media
from funnel.portable.reading import read_portable
from funnel.portable.writing import to_yaml
from funnel.publishing import RefusedError
from leads.models import Business, MediaFile

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_var(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"


def test_load_makes_a_live_funnel_at_the_front_door() -> None:
    demo = load_demo(now=NOW, by=None)

    assert demo is not None
    funnel = demo.funnel
    assert (funnel.slug, funnel.is_demo, funnel.is_default) == ("money-habits", True, True)
    assert funnel.publication is not None
    assert funnel.publication.published_at == NOW
    assert [each.slug for each in demo.funnels] == [file.parent.name for file in FUNNEL_FILES]
    assert set(Funnel.objects.live().filter(is_demo=True)) == set(demo.funnels)
    assert Funnel.objects.filter(is_default=True).count() == 1


def test_load_twice_is_load_once() -> None:
    load_demo(now=NOW, by=None)
    passwords = accounts_file().read_text()

    assert load_demo(now=NOW, by=None) is None
    assert Publication.objects.count() == len(FUNNEL_FILES)
    assert MediaFile.objects.count() == 8
    assert User.objects.count() == 3
    assert accounts_file().read_text() == passwords


def test_export_gives_each_file_back() -> None:
    demo = load_demo(now=NOW, by=None)
    assert demo is not None

    for funnel, file in zip(demo.funnels, FUNNEL_FILES, strict=True):
        document = export_document(funnel)
        assert to_yaml(document) == file.read_text(encoding="utf-8")
        assert export_media(document) == read_portable(file).media
        # What somebody set aside is a matter of the draft alone.
        seen = document.model_copy(update={"ignored": ()})
        assert export_document(funnel, live=True) == seen


def test_address_of_somebody_keeps_the_whole_demo_out() -> None:
    Funnel.objects.create(
        name="Mine", slug="unpaid-hours", theme=Theme.objects.create(name="Mine"), created_at=NOW
    )

    with pytest.raises(RefusedError):
        load_demo(now=NOW, by=None)

    assert list(Funnel.objects.values_list("slug", flat=True)) == ["unpaid-hours"]
    assert not MediaFile.objects.exists()
    assert not User.objects.exists()


def test_business_says_that_it_is_a_demo() -> None:
    load_demo(now=NOW, by=None)
    row = Business.objects.get()

    assert (row.name, row.is_demo, row.time_zone) == ("Ledger & Leaf", True, "Europe/Berlin")
    assert row.privacy_text.startswith("*This page belongs to a demo.")
    assert row.imprint_text.startswith("*This page belongs to a demo.")


def test_business_of_somebody_stays_untouched() -> None:
    Business(name="Mine", sender_name="Me", sender_email="me@example.com").save()

    load_demo(now=NOW, by=None)

    assert Business.objects.get().name == "Mine"


def test_front_door_of_somebody_stays_theirs() -> None:
    mine = Funnel.objects.create(
        name="Mine",
        slug="mine",
        theme=Theme.objects.create(name="Mine"),
        is_default=True,
        created_at=NOW,
    )

    demo = load_demo(now=NOW, by=None)

    assert demo is not None
    assert demo.funnel.is_default is False
    assert Funnel.objects.get(is_default=True) == mine


def test_accounts_have_the_rights_their_names_promise() -> None:
    demo = load_demo(now=NOW, by=None)

    assert demo is not None
    rights = {
        user.username: (
            user.is_staff,
            user.is_superuser,
            list(user.groups.values_list("name", flat=True)),
        )
        for user in User.objects.all()
    }
    assert rights == {
        "marketer": (True, False, ["Marketing"]),
        "sales": (True, False, ["Sales"]),
        "admin": (True, True, []),
    }
    for account in demo.accounts:
        assert User.objects.get(username=account.username).check_password(account.password)


def test_passwords_are_kept_for_the_owner_only() -> None:
    demo = load_demo(now=NOW, by=None)

    assert demo is not None
    assert kept_passwords() == demo.accounts
    assert stat.S_IMODE(accounts_file().stat().st_mode) == 0o600
    assert len({account.password for account in demo.accounts}) == 3


def test_account_of_somebody_keeps_its_password() -> None:
    User.objects.create_user("admin", "me@example.com", "my own long password")

    demo = load_demo(now=NOW, by=None)

    assert demo is not None
    assert [account.username for account in demo.accounts] == ["marketer", "sales"]
    admin = User.objects.get(username="admin")
    assert admin.check_password("my own long password")
    assert admin.is_superuser is False


def test_command_prints_the_door_and_the_accounts() -> None:
    out = StringIO()

    call_command("demo", "load", stdout=out)
    call_command("demo", "load", stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0] == "The demo is live at /f/money-habits/"
    assert [line.split() for line in lines[1:4]] == [
        [account.username, account.password] for account in kept_passwords()
    ]
    assert lines[-1] == "The demo is in already. Nothing was done."
