"""Typing mistakes in well-known mail domains: a suggestion, never a correction.

Pure. The form layer asks; whoever typed decides.
"""

from __future__ import annotations

from collections.abc import Iterator

# Where most people of the world have their mailbox. The list of mailcheck.js (MIT licence) as a
# start, and beside it the providers that Germany, its neighbours, Scandinavia and Eastern Europe
# use, as they spell themselves on their own pages.
_WORLD = """
    gmail.com googlemail.com google.com icloud.com me.com mac.com aol.com aim.com proton.me
    protonmail.com pm.me hey.com zoho.com fastmail.com mail.com email.com yandex.com tutanota.com
    tuta.com ymail.com rocketmail.com msn.com passport.com facebook.com hushmail.com inbox.com
"""
_BY_COUNTRY = """
    gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.eu gmx.org web.de t-online.de freenet.de arcor.de
    mail.de posteo.de mailbox.org kabelmail.de vodafone.de online.de ewe.net aol.de 1und1.de
    bluewin.ch sunrise.ch hispeed.ch aon.at chello.at a1.net
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it virgilio.it alice.it
    tin.it tiscali.it telefonica.net terra.es ziggo.nl kpnmail.nl planet.nl xs4all.nl home.nl
    telenet.be skynet.be proximus.be telia.com comhem.se bredband.net spray.se online.no
    mail.dk jubii.dk tdc.dk wp.pl o2.pl onet.pl interia.pl gazeta.pl seznam.cz centrum.cz email.cz
    mail.ru bk.ru inbox.ru list.ru yandex.ru rambler.ru ukr.net abv.bg
    btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk eircom.net
    comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net
    optonline.net shaw.ca rogers.com telus.net sympatico.ca bigpond.com optusnet.com.au xtra.co.nz
    uol.com.br bol.com.br terra.com.br qq.com 163.com 126.com sina.com foxmail.com naver.com
    daum.net hanmail.net rediffmail.com
"""
_ENDINGS_OF = {
    "yahoo": "com de fr it es se no dk at ch nl be pl in ca co.uk co.in co.jp com.au com.br ie",
    "hotmail": "com de fr it es se no dk at ch nl be co.uk com.br ca",
    "outlook": "com de fr it es se dk at com.au com.br be ie",
    "live": "com de fr it se no dk at nl be co.uk ca",
}
DOMAINS = frozenset(
    {*_WORLD.split(), *_BY_COUNTRY.split()}
    | {f"{name}.{end}" for name, ends in _ENDINGS_OF.items() for end in ends.split()}
)
# Endings that do not exist and are one slip away from one that does.
_SLIPS = {
    **dict.fromkeys(
        ("con", "cmo", "ocm", "comm", "coom", "vom", "xom", "cpm", "coj", "cim"), "com"
    ),
    **dict.fromkeys(("ner", "nte", "ent", "nett", "met"), "net"),
    **dict.fromkeys(("ogr", "rog", "orgg", "prg", "orh"), "org"),
    **dict.fromkeys(("dee", "dde", "ed"), "de"),
}
# Of a shorter name too many neighbours are somebody's own domain: weg.de is not web.de.
_LONG_ENOUGH = 4
_LONGEST = max(map(len, DOMAINS)) + 1
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.-"


def suggestion(address: str) -> str:
    """The address with the domain that was probably meant; '' where nothing better is known.

    One letter more, less, other or swapped counts as a slip, and endings that do not exist.
    A domain that is itself well known is never doubted.
    """
    local, at, domain = address.strip().rpartition("@")
    typed = domain.lower()
    if not at or not local or typed in DOMAINS:
        return ""
    meant = _meant(typed)
    return f"{local}@{meant}" if meant else ""


def _meant(typed: str) -> str:
    if typed in DOMAINS:
        return typed
    near = {each for each in _neighbours(typed) if each in DOMAINS}
    if near:
        # The best known of several: gmail.com before a neighbour of one country.
        return min(near, key=lambda each: (each not in _WORLD.split(), each))
    stem, dot, ending = typed.rpartition(".")
    if not dot or not stem or ending not in _SLIPS:
        return ""
    mended = f"{stem}.{_SLIPS[ending]}"
    # Two slips at once, in the name and in its ending.
    return _meant(mended) or mended


def _neighbours(typed: str) -> Iterator[str]:
    """All that is one slip away, as far as it can be told from a domain of somebody's own."""
    if len(typed) > _LONGEST:
        return
    first_dot = typed.find(".")
    for place in range(len(typed) + 1):
        head, tail = typed[:place], typed[place:]
        yield from (f"{head}{letter}{tail}" for letter in _LETTERS)
        if not tail:
            continue
        yield head + tail[1:]
        if len(tail) > 1:
            yield f"{head}{tail[1]}{tail[0]}{tail[2:]}"
        if place > first_dot or first_dot >= _LONG_ENOUGH:
            yield from (f"{head}{letter}{tail[1:]}" for letter in _LETTERS)
