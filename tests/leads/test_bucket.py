"""Files in a bucket, against a server that speaks S3 on a socket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from leads.bucket import BucketAwayError
from leads.media import MediaRefusedError, give_small, store_media
from leads.models import MediaFile
from tests.leads.pixels import noise

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FILM = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(range(256)) * 2000
KEYS = {"access_key": "key", "secret_key": "secret", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    ).create_bucket(Bucket="files")
    yield address
    server.stop()


def _bucket(settings: Settings, endpoint: str, name: str = "files") -> None:
    options: dict[str, Any] = {  # Any: as settings has it
        "bucket_name": name,
        "endpoint_url": endpoint,
        "file_overwrite": False,
        **KEYS,
    }
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "leads.bucket.Bucket", "OPTIONS": options}
    }


@pytest.fixture
def film(settings: Settings, endpoint: str) -> MediaFile:
    _bucket(settings, endpoint)
    return store_media(content=FILM, name="film.mp4", now=NOW)


def test_a_file_is_stored_read_and_deleted(film: MediaFile) -> None:
    name = str(film.file.name)
    with film.file.open("rb") as file:
        assert file.read() == FILM
        file.seek(1000)
        assert file.read(10) == FILM[1000:1010]
    assert film.file.url == f"/media/{name}"

    default_storage.delete(name)
    assert not default_storage.exists(name)
    with pytest.raises(FileNotFoundError):
        default_storage.open(name, "rb")


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-1", 0, 1), ("bytes=300000-300099", 300_000, 300_099)]
)
def test_a_part_comes_through_our_own_address(
    client: Client, film: MediaFile, asked: str, first: int, last: int
) -> None:
    response = client.get(film.file.url, headers={"Range": asked})

    assert response.status_code == 206
    assert response.getvalue() == FILM[first : last + 1]
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/{len(FILM)}"


def test_the_whole_comes_too_and_a_lost_one_is_missing(client: Client, film: MediaFile) -> None:
    assert client.get(film.file.url).getvalue() == FILM
    default_storage.delete(str(film.file.name))
    assert client.get(film.file.url).status_code == 404


def test_a_picture_and_its_light_one_stand_in_the_bucket(settings: Settings, endpoint: str) -> None:
    _bucket(settings, endpoint)
    stored = store_media(content=noise("JPEG", 1300, 900), name="wide.jpg", now=NOW)
    assert stored.small is not None
    assert default_storage.size(str(stored.small.file.name)) == stored.small.size


def _refused(name: str) -> str:
    with pytest.raises(MediaRefusedError) as refused:
        store_media(content=FILM, name=name, now=NOW)
    return str(refused.value)


SENTENCE = "film.mp4 could not be kept: the place for files does not answer. Try again in a minute."


def test_a_bucket_that_is_away_is_a_sentence_and_nothing_is_stored(
    settings: Settings, client: Client, film: MediaFile
) -> None:
    url = film.file.url
    # Nobody listens there.
    _bucket(settings, "http://127.0.0.1:9")

    response = client.get(url)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    with pytest.raises(BucketAwayError):
        default_storage.exists("gifts/a.mp4")
    give_small(media=film, now=NOW)

    MediaFile.objects.all().delete()
    assert _refused("film.mp4") == SENTENCE
    assert MediaFile.objects.count() == 0


def test_a_bucket_that_refuses_is_the_same_sentence(settings: Settings, endpoint: str) -> None:
    _bucket(settings, endpoint, "nobody-made-it")
    assert _refused("film.mp4") == SENTENCE
    assert MediaFile.objects.count() == 0
