"""The schema of the API says what every endpoint takes and gives, without a guess."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

pytestmark = pytest.mark.django_db


def test_the_schema_is_made_without_a_warning(capsys):
    GENERATOR_STATS.reset()

    schema = SchemaGenerator().get_schema(request=None, public=True)

    assert "/api/v1/cases/{reference}/outcomes/" in schema["paths"]
    assert "Warning" not in "".join(capsys.readouterr())
