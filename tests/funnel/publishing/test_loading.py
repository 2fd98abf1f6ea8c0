from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from funnel.models import Publication
from funnel.publishing.loading import live_publication, published
from tests.funnel.factories import make_publication

pytestmark = pytest.mark.django_db


def test_live_publication_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    publication = make_publication()
    with django_assert_num_queries(1):
        found = live_publication("rates")
        assert found is not None
        assert (found, found.funnel.slug) == (publication, "rates")
    assert live_publication("nothing") is None


def test_published_is_read_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    publication = make_publication()
    with django_assert_num_queries(1):
        assert published(publication.pk) is published(publication.pk)
    with pytest.raises(Publication.DoesNotExist):
        published(publication.pk + 1)
