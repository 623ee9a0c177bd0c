"""Checking stored releases: whatever differs from what was published is found and named."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from metrics import releases
from metrics.models import Release
from metrics.releases.files import digest
from metrics.tests.test_releases import a_case, arrests, frozen

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(office):
    arrests(a_case(), 9)
    return frozen(office)  # files of an approved one cannot be changed at all


def change(release, name, content, **more):
    release.files.filter(name=name).update(content=content, **more)


def test_what_is_as_it_was_made_has_nothing_wrong(release):
    assert releases.verify(release) == []


def test_a_changed_byte_is_found_by_the_digest(release):
    content = bytes(release.files.get(name="figures.csv").content)
    change(release, "figures.csv", content.replace(b",9,", b",8,"))

    assert "figures.csv is not what its SHA-256 says." in releases.verify(release)


def test_a_changed_file_with_a_digest_of_its_own_is_found_by_making_it_again(release):
    content = b"measure,value\r\narrests,8\r\n"
    change(release, "figures.csv", content, sha256=digest(content))

    assert releases.verify(release) == [
        "figures.csv comes out differently from the same snapshot."
    ]


def test_what_another_layout_made_is_held_to_its_digest_alone(release):
    content = b"measure,value\r\narrests,9\r\n"
    told = {"sha256": digest(content), "made_with": "layout 1, typst 0.1, xlsxwriter 3.0"}
    change(release, "figures.csv", content, **told)

    assert releases.verify(release) == []
    change(release, "figures.csv", content + b" ", **{**told, "sha256": digest(content)})
    assert releases.verify(release) == ["figures.csv is not what its SHA-256 says."]


def test_a_missing_file_is_named(release):
    release.files.filter(name="tables.ods").delete()

    assert releases.verify(release) == ["tables.ods is missing."]


def test_a_changed_snapshot_is_found(release):
    text = release.snapshot.replace('"value": 9', '"value": 8')
    Release.objects.update(snapshot=text)
    release.refresh_from_db()

    assert "The snapshot is not what the SHA-256 of the release says." in releases.verify(release)
    Release.objects.update(sha256=digest(text.encode()))
    release.refresh_from_db()
    assert "snapshot.json is not what the release says." in releases.verify(release)


def test_the_command_ends_with_3_and_names_the_file(release):
    out = StringIO()
    call_command("release_verify", stdout=out)
    assert "1 checked, nothing wrong." in out.getvalue()
    change(release, "figures.csv", b"")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("release_verify", "--json", stdout=out)

    assert ended.value.code == 3
    assert json.loads(out.getvalue()) == {
        release.reference: [
            "figures.csv is not what its SHA-256 says.",
            "figures.csv comes out differently from the same snapshot.",
        ]
    }
