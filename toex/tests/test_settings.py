"""Production says at boot what is missing, and is content with what `.env.example` lists."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

EXAMPLE = dict(
    line.split("=", 1)
    for line in (settings.BASE_DIR / ".env.example").read_text().splitlines()
    if line and not line.startswith("#")
)
NEEDED = list(EXAMPLE)[:7]


def boot(**environment):
    """Check the production settings in a process of their own; return its code and last words."""
    kept = {name: value for name, value in os.environ.items() if name not in EXAMPLE}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env=kept | environment | {"DJANGO_SETTINGS_MODULE": "toex.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.strip().splitlines()[-1:]


def test_production_names_every_variable_that_is_missing():
    code, words = boot()

    assert code != 0
    assert [name for name in NEEDED if name not in words[0]] == []


def test_production_is_content_with_what_the_example_lists():
    code, words = boot(**EXAMPLE | {"SECRET_KEY": "only-for-this-test-" + "x7Q-" * 20})

    assert (code, words) == (0, [])


@pytest.mark.django_db
def test_pages_load_nothing_from_elsewhere_and_stand_in_no_frame(client):
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]

    assert answer.status_code == 200
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
