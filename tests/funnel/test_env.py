from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from funnel.env import Env, kept_secret


def test_text_takes_an_empty_value_as_not_set() -> None:
    env = Env({"A": " x ", "B": "  "})
    assert (env.text("A"), env.text("B", "default"), env.text("C", "")) == ("x", "default", "")


def test_text_names_the_variable_and_the_cure() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^A is not set\. Write an address\.$"):
        Env({}).text("A", cure="Write an address.")


def test_choice_names_what_is_allowed() -> None:
    assert Env({}).choice("A", ("x", "y"), "y") == "y"
    with pytest.raises(ImproperlyConfigured, match=r"^A is 'z'\. Set it to one of: x, y\.$"):
        Env({"A": "z"}).choice("A", ("x", "y"), "y")


@pytest.mark.parametrize("value", ["0", "11", "-1", "1.5", "five", "²", "٣"])
def test_number_refuses_what_is_no_number_in_range(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="Set it to a whole number from 1 to 10"):
        Env({"A": value}).number("A", 5, least=1, most=10)


def test_number_reads_a_number_or_takes_the_default() -> None:
    assert Env({"A": "10"}).number("A", 5, least=1, most=10) == 10
    assert Env({}).number("A", 5, least=1, most=10) == 5


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "a day", "86401"])
def test_seconds_refuses_what_is_no_span(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^A is .+ at most 86400\.$"):
        Env({"A": value}).seconds("A")


def test_seconds_reads_a_span_or_nothing() -> None:
    assert (Env({"A": "0.5"}).seconds("A"), Env({}).seconds("A")) == (0.5, None)


def test_flag_reads_what_people_write() -> None:
    values = {"Yes": True, "no": False, "TRUE": True, "0": False, "on": True, "": True}
    assert {value: Env({"A": value}).flag("A", True) for value in values} == values
    with pytest.raises(ImproperlyConfigured, match=r"^A is 'maybe'\. Set it to yes or no\.$"):
        Env({"A": "maybe"}).flag("A", True)


def test_words_reads_a_list() -> None:
    assert Env({"A": "a, b,,c "}).words("A") == ["a", "b", "c"]
    assert Env({}).words("A") == []


@pytest.mark.parametrize(
    "value", ["ftp://u:hunter2@host", "u:hunter2@host", "https://[::1:hunter2", "https://h:hunter2"]
)
def test_url_names_what_it_must_begin_with_and_never_repeats_a_password(value: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        Env({"A": value}).url("A", ("https", "http"))
    assert str(caught.value).startswith("A ")
    assert "https:// or http://" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_kept_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "key"
    secret = kept_secret(path)
    assert (kept_secret(path), len(secret) >= 50) == (secret, True)
    assert path.stat().st_mode & 0o777 == 0o600
