"""Films that stand at YouTube or Vimeo: which one an address means, and where it is played.

Pure. Of an address only the film's own mark is ever used: what else stands in it goes nowhere.
The gift's screen asks for the player, publishing asks whether the address is understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

_YOUTUBE = re.compile(r"^[A-Za-z0-9_-]{11}\Z")
_VIMEO = re.compile(r"^\d{4,12}\Z", re.ASCII)
# Vimeo gives films that are not listed a second mark; without it their player stays dark.
_VIMEO_MARK = re.compile(r"^[0-9a-f]{6,20}\Z")
_YOUTUBE_HOSTS = {"youtube.com", "youtube-nocookie.com"}


@dataclass(frozen=True, slots=True)
class Film:
    """`mark` is what Vimeo wants beside the id of a film that is not listed; '' without one."""

    provider: Literal["youtube", "vimeo"]
    id: str
    mark: str = ""

    @property
    def name(self) -> str:
        return "YouTube" if self.provider == "youtube" else "Vimeo"

    @property
    def player_host(self) -> str:
        """Scheme and host, as a Content-Security-Policy names it."""
        if self.provider == "youtube":
            return "https://www.youtube-nocookie.com"
        return "https://player.vimeo.com"

    @property
    def page(self) -> str:
        """Where it is watched without a player of ours."""
        if self.provider == "youtube":
            return f"https://www.youtube.com/watch?v={self.id}"
        return f"https://vimeo.com/{self.id}" + (f"/{self.mark}" if self.mark else "")

    def player(self, *, language: str) -> str:
        """The player that keeps the least of who watches, with captions on."""
        short = language.partition("-")[0]
        if self.provider == "youtube":
            told = {"autoplay": 1, "playsinline": 1, "rel": 0, "enablejsapi": 1}
            captions = {"cc_load_policy": 1, "cc_lang_pref": short, "hl": short}
            return f"{self.player_host}/embed/{self.id}?{urlencode({**told, **captions})}"
        mark = {"h": self.mark} if self.mark else {}
        asked = urlencode({"autoplay": 1, "dnt": 1, **mark, "texttrack": short})
        return f"{self.player_host}/video/{self.id}?{asked}"


def film_of(address: str) -> Film | None:
    """The film behind an address of YouTube or Vimeo; None for anything else."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    way = [part for part in parts.path.split("/") if part]
    if host == "youtu.be":
        return _youtube(way[0] if way else "")
    if host in _YOUTUBE_HOSTS:
        return _on_youtube(parts, way)
    if host in {"vimeo.com", "player.vimeo.com"}:
        return _on_vimeo(parts, way)
    return None


def _on_youtube(parts: SplitResult, way: list[str]) -> Film | None:
    match way:
        case ["watch"]:
            return _youtube(parse_qs(parts.query).get("v", [""])[0])
        case ["shorts" | "embed" | "live", found, *_rest]:
            return _youtube(found)
    return None


def _youtube(found: str) -> Film | None:
    return Film("youtube", found) if _YOUTUBE.match(found) else None


def _on_vimeo(parts: SplitResult, way: list[str]) -> Film | None:
    """vimeo.com/123, vimeo.com/123/abcdef, player.vimeo.com/video/123?h=abcdef."""
    if way[:1] == ["video"]:
        way = way[1:]
    if not way or not _VIMEO.match(way[0]) or len(way) > 2:
        return None
    mark = way[1] if len(way) == 2 else parse_qs(parts.query).get("h", [""])[0]
    return Film("vimeo", way[0], mark if _VIMEO_MARK.match(mark) else "")
