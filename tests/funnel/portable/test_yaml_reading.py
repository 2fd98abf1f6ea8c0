from __future__ import annotations

import contextlib

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from funnel.checking.faults import Fault
from funnel.portable.refusal import ImportRefusedError
from funnel.portable.writing import _Dumper
from funnel.portable.yaml_reading import plain_data

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
REFUSED = {
    "bomb": (BOMB, "Line 1, column 4: anchors (&) and aliases (*) are not read"),
    "alias": ("a: *b\n", "Line 1, column 4: anchors (&) and aliases (*) are not read"),
    "object": ("a: !!python/object:os.system x\n", "Line 1, column 4: tags (!) are not read"),
    "tag": ("- a\n- !!str 3\n", "Line 2, column 3: tags (!) are not read"),
    "deep": ("[" * 31 + "]" * 31, "Line 1, column 31: nested deeper than 30 levels."),
    "endless": ("[" * 100_000, "Line 1, column 31: nested deeper than 30 levels."),
    "two": ("a: 1\n---\nb: 1\n", "Line 2, column 1: but found another document."),
    "broken": ("a: [1\nb: 2\n", "Line 2, column 2: "),
    "control": ("a: \x00\n", "Character 4 of the file is none that text has. Remove it."),
}


def _refusal(content: bytes) -> str:
    with pytest.raises(ImportRefusedError) as refused:
        plain_data(content)
    (fault,) = refused.value.faults
    assert fault.path == ""
    return fault.message


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_more_than_data_is_refused(name: str) -> None:
    text, sentence = REFUSED[name]
    assert sentence in _refusal(text.encode())


def test_too_large_and_other_encodings_are_refused() -> None:
    assert _refusal(b" " * (2 * 1024 * 1024 + 1)) == "The file is larger than 2 MB. Shorten it."
    assert _refusal("a: ä".encode("latin-1")) == "The file is not in UTF-8. Save it as UTF-8."


def test_only_plain_numbers_and_words_are_more_than_text() -> None:
    read: dict[str, object] = {
        "12": 12,
        "-3": -3,
        "1.10": 1.1,
        "-0.25": -0.25,
        "1.0e-07": 1e-7,
        "true": True,
        "false": False,
        "~": None,
        "": None,
    }
    as_typed = (
        "09:30",
        "yes",
        "1.",
        ".5",
        "1.0.1",
        "2024-01-01",
        "007",
        "1_000",
        "0x1f",
        "No",
        "1" * 19,
    )
    for text, value in {**read, **dict(zip(as_typed, as_typed, strict=True))}.items():
        assert plain_data(f"a: {text}\n".encode()) == ({"a": value}, [])
    assert plain_data(b"a: '1'\n") == ({"a": "1"}, [])


def test_a_key_that_stands_twice_is_a_fault_with_its_lines() -> None:
    _, faults = plain_data(b"a:\n- b: 1\n  c: 2\n  b: 3\n? [x]\n: 1\n")
    assert faults == [
        Fault("a[0].b", "This key stands twice, in lines 2 and 4. Keep one."),
        Fault("", "Line 5: a key must be one word."),
    ]


@given(st.text())
def test_any_text_written_is_read_back(text: str) -> None:
    written = yaml.dump({"a": text}, Dumper=_Dumper, allow_unicode=True, width=10**6)
    assert plain_data(written.encode()) == ({"a": text}, [])


@given(st.floats(-1e9, 1e9, allow_nan=False) | st.integers(-(10**9), 10**9))
@example(number=0.00015993253498720533)
@example(number=0.00010000000000000024)
def test_any_number_written_is_read_back(number: float) -> None:
    written = yaml.dump({"a": number}, Dumper=_Dumper)
    assert plain_data(written.encode()) == ({"a": number}, [])


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(content: bytes) -> None:
    with contextlib.suppress(ImportRefusedError):
        plain_data(content)
