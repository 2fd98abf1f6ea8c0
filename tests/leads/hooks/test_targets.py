from __future__ import annotations

from ipaddress import ip_address

import pytest

from leads.hooks.targets import Target, TargetError, check_target, is_public

PUBLIC = "93.184.215.14"


def nobody(_host: str, _port: int) -> list[str]:
    return []


def public(_host: str, _port: int) -> list[str]:
    return [PUBLIC]


# Every one of them would reach the operator's own machines, or is read differently by two systems.
REFUSED = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.0.0.1.",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0X7F.0x0.0x0.0x1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.01",
    "0",
    "0.0.0.0",
    "0x0",
    "10.0.0.1",
    "10.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "0xA9FEA9FE",
    "2852039166",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:0:169.254.169.254]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2002:c0a8:101::1]",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    "[2001:db8::1]",
    "[100::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fec0::1]",
    "[ff02::1]",
    "localhost",
    "LOCALHOST",
    "app.localhost",
    "redis",
    "db.internal",
    "printer.local",
    "metadata.google.internal",
    "127。0。0。1",
    "１２７.0.0.1",
    "①②⑦.0.0.1",
    "1.1.1.1.1",
    "1.1.1.256",
    "bad..name.com",
    "-bad.example.com",
]


@pytest.mark.parametrize("host", REFUSED)
def test_no_inner_address_passes_however_it_is_written(host: str) -> None:
    with pytest.raises(TargetError):
        check_target(f"https://{host}/hook", named=[], resolve=public)


@pytest.mark.parametrize("address", [h.strip("[]") for h in REFUSED if ":" in h and "%" not in h])
def test_a_name_that_stands_for_an_inner_address_is_refused(address: str) -> None:
    with pytest.raises(TargetError, match="inner network"):
        check_target("https://crm.example.com", named=[], resolve=lambda *_: [PUBLIC, address])


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "The address begins with https:// and a name."),
        ("crm.example.com/hook", "The address begins with https:// and a name."),
        ("ftp://crm.example.com", "The address begins with https:// and a name."),
        ("file:///etc/passwd", "The address begins with https:// and a name."),
        ("https://", "The address begins with https:// and a name."),
        ("http://crm.example.com", "Only https is called: what is sent there is about people."),
        (
            "https://me:secret@crm.example.com",
            "Leave the login out of the address; posts are signed instead.",
        ),
        ("https://crm.example.com:22", "This port belongs to other services."),
        ("https://crm.example.com:80", "This port belongs to other services."),
        ("https://crm.example.com:99999", "This is not an address of a web page."),
        ("https://[::1", "This is not an address of a web page."),
        ("https://crm.example.com/a b", "This is not an address of a web page."),
        ("https://crm.example.com\\@127.0.0.1/", "This is not an address of a web page."),
        ("https://crm.example.com/\r\nHost: x", "This is not an address of a web page."),
        ("https://crm.example.com/" + "a" * 500, "This is not an address of a web page."),
    ],
)
def test_what_is_wrong_with_an_address_is_said(url: str, sentence: str) -> None:
    with pytest.raises(TargetError) as caught:
        check_target(url, named=[], resolve=public)
    assert str(caught.value) == sentence


def test_a_name_nobody_knows_is_said() -> None:
    with pytest.raises(TargetError, match="Nobody knows this name"):
        check_target("https://crm.example.com", named=[], resolve=nobody)


@pytest.mark.parametrize(
    ("url", "target", "header"),
    [
        (
            "https://CRM.example.com",
            Target("https", "crm.example.com", 443, "/", (PUBLIC,)),
            "crm.example.com",
        ),
        (
            "https://crm.example.com:8443/a?b=c#d",
            Target("https", "crm.example.com", 8443, "/a?b=c", (PUBLIC,)),
            "crm.example.com:8443",
        ),
        (
            "https://bücher.example/hook",
            Target("https", "xn--bcher-kva.example", 443, "/hook", (PUBLIC,)),
            "xn--bcher-kva.example",
        ),
        ("https://1.1.1.1/x", Target("https", "1.1.1.1", 443, "/x", ("1.1.1.1",)), "1.1.1.1"),
        (
            "https://[2606:4700::1111]:8443/",
            Target("https", "2606:4700::1111", 8443, "/", ("2606:4700::1111",)),
            "[2606:4700::1111]:8443",
        ),
    ],
)
def test_public_addresses_pass(url: str, target: Target, header: str) -> None:
    found = check_target(url, named=[], resolve=public)
    assert (found, found.host_header) == (target, header)


@pytest.mark.parametrize("url", ["http://crm.internal:81/hook", "http://127.0.0.1:9000/hook"])
def test_a_named_host_of_the_own_network_passes(url: str) -> None:
    named = ["crm.internal", "127.0.0.1"]
    check_target(url, named=named, resolve=lambda *_: ["10.0.0.5"])
    with pytest.raises(TargetError):
        check_target(url, named=["10.0.0.5"], resolve=lambda *_: ["10.0.0.5"])


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "2002:101:101::1"])
def test_is_public_knows_public_addresses(text: str) -> None:
    assert is_public(ip_address(text))
