"""An S3-compatible bucket as the place for files. Loaded only where MEDIA_BUCKET is set.

Whoever stores or reads meets the errors of a disk: FileNotFoundError, or OSError while the
bucket is away. Files are shown under our own addresses, so the pages' policy stays 'self'.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.encoding import filepath_to_uri

if TYPE_CHECKING:
    S3Storage = Storage
else:  # storages ships no types; its class keeps the interface of Django's
    from storages.backends.s3 import S3Storage

_AWAY = (Boto3Error, BotoCoreError, ClientError)


class BucketAwayError(OSError):
    """The bucket does not answer, or refuses."""


class Bucket(S3Storage):
    # Any: the options of the storage, from settings.
    def __init__(self, **options: Any) -> None:
        config = Config(
            connect_timeout=3,
            read_timeout=20,
            retries={"max_attempts": 1},
            signature_version="s3v4",
            s3={"addressing_style": "path" if options.get("endpoint_url") else "auto"},
            # Many servers that speak S3 know no other sums than those of old.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        transfer = TransferConfig(use_threads=False)
        options |= {"client_config": config, "transfer_config": transfer}
        super().__init__(**options)

    def url(self, name: str | None) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name or "").lstrip("/"))

    # Any: as Django types what is stored.
    def _save(self, name: str, content: Any) -> str:
        with _answering():
            return str(super()._save(name, content))  # type: ignore[misc]  # Django's private half

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("A file in a bucket is read or written whole, never opened to change.")
        with _answering():
            # Any: an object of boto3, which has no types.
            part: Any = self.bucket.Object(self._key(name))  # type: ignore[attr-defined]
            part.load()
        return File(io.BufferedReader(_Object(part), 256 * 1024), name)

    def delete(self, name: str) -> None:
        with _answering():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _answering():
            return super().exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _answering():
            return super().listdir(path)

    def _key(self, name: str) -> str:
        location = str(getattr(self, "location", "")).strip("/")
        return f"{location}/{name}".lstrip("/")


class _Object(io.RawIOBase):
    """Reads from wherever it was asked to, fetching no more than is read."""

    def __init__(self, part: Any) -> None:  # Any: an object of boto3
        self._part, self._size, self._at = part, int(part.content_length), 0
        self._body: Any = None  # Any: botocore's stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        start = {0: 0, 1: self._at, 2: self._size}[whence]
        if start + offset != self._at:
            self._let_go()
            self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:  # Any: whatever holds bytes
        if self._at >= self._size:
            return 0
        with _answering():
            if self._body is None:
                self._body = self._part.get(Range=f"bytes={self._at}-")["Body"]
            data = self._body.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._let_go()
        super().close()

    def _let_go(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == 404:
            raise FileNotFoundError("This file is not in the bucket.") from error
        raise BucketAwayError("The bucket refuses.") from error
    except _AWAY as error:
        raise BucketAwayError("The bucket does not answer.") from error
