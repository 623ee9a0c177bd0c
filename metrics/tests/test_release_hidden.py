"""What a release hides is hidden wherever it is read: source of pages, API, files and packs."""

import json

import pytest

from metrics.choices import Hidden, Status
from metrics.models import Release, ReleaseFigure
from metrics.packs.content import pack_pdf, places_of
from metrics.releases.revisions import revisions_of
from metrics.tests.releases import put, release
from metrics.tests.test_files_report import everything
from metrics.tests.test_releases import OUT_AT, a_case, arrests, published
from toex.accounts.tests.factories import UserFactory
from toex.forces.models import Region

pytestmark = pytest.mark.django_db
PAGE = "/releases/R-2022-23-Q3-1/"
# One event each: it tells about itself. Of two, each region would have the other's.
HIDDEN = {"derbyshire": 7919, "west-midlands": 6841, "humberside": 6907}
SHOWN = 7243
PAGES = [
    *(PAGE, f"{PAGE}tables/events-by-force/", f"{PAGE}revisions/", f"{PAGE}packs/", "/releases/"),
    *("/releases/revisions/?measure=arrests", "/figures/?measure=arrests&period=2022/23-Q3"),
    *(f"/figures/?measure=arrests&period=2022/23-Q3&by={by}" for by in ("region", "force")),
    "/figures/glance/",
]
API = [
    *("releases/", "releases/R-2022-23-Q3-1/"),
    *(
        f"figures/?measure=arrests&period=2022/23-Q3{by}"
        for by in ("", "&by=region", "&by=force", "&by=primary_type")
    ),
]


@pytest.fixture
def out(office, other, clock):
    """A quarter that is out, with a number in each of four places that stands nowhere else."""
    for force, number in HIDDEN.items():
        arrests(a_case(force), 1, quantity=number)
    case = a_case()
    for _ in range(SHOWN // 1000 + 1):
        arrests(case, 1, quantity=SHOWN // 8)
    arrests(case, 1, quantity=SHOWN - SHOWN // 8 * 8)
    row = published(office, other)
    clock.move_to(OUT_AT)
    return row


def found_in(told, numbers):
    return [number for number in numbers if str(number) in told.replace(",", "")]


@pytest.mark.parametrize("role", ["force_lead", "programme_office"])
def test_on_no_page_and_in_no_page_s_source(out, client, role):
    client.force_login(UserFactory(**{role: True}))
    # The programme office sees live figures beside those of the release.
    pages = [each for each in PAGES if role == "force_lead" or each.startswith("/releases/")]
    seen = {}
    for address in pages:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        seen[address] = answer.text

    assert [address for address, told in seen.items() if found_in(told, HIDDEN.values())] == []
    assert found_in(seen[PAGE], [SHOWN]) == [SHOWN]
    assert "[c]" in seen[PAGE]


def test_in_no_answer_to_a_program(out, api):
    reader = api(UserFactory(analyst=True, region=Region.objects.get(code="NEROCU")))
    told = {address: reader.get(f"/api/v1/{address}").content.decode() for address in API}

    assert [address for address, text in told.items() if found_in(text, HIDDEN.values())] == []
    assert found_in(told[API[3]], [SHOWN]) == [SHOWN]


def test_in_no_file_and_no_pack(out):
    files = {file.name: bytes(file.content) for file in out.files.all()}
    snapshot = json.loads(Release.objects.get().snapshot)
    chosen = {"region-emsou", "region-rocuwm", "force-derbyshire", "force-west-midlands"}
    packs = {
        f"{each.name}.pdf": pack_pdf(snapshot, each)
        for each in places_of(snapshot)
        if each.name in chosen
    }

    assert len(packs) == 4
    assert [
        told[:80] for told in everything({**files, **packs}) if found_in(told, HIDDEN.values())
    ] == []
    assert any(found_in(told, [SHOWN]) for told in everything(files))


def test_what_has_no_key_is_told_of_the_nation_alone(out):
    snapshot = json.loads(Release.objects.get().snapshot)

    assert {
        figure["table"] for figure in snapshot["figures"] if figure["unkeyed"] is not None
    } <= {"nation"}


@pytest.mark.parametrize("why", Hidden.values)
def test_whatever_hides_a_number_hides_it(why):
    figure = ReleaseFigure(value=7919, number=7919, status=Status.OK, hidden=why)

    assert figure.shown == (None, "suppressed")


@pytest.mark.parametrize(("then", "now"), [("primary", ""), ("secondary", ""), ("", "reviewer")])
def test_a_change_to_or_from_a_hidden_number_is_not_told(then, now):
    first, second = release(), release(edition=2)
    second.revises, second.reason = first, "Exercise: late arrivals."
    for row, value, hidden in ((first, 6841, then), (second, 7919, now)):
        figure = {"measure": "arrests", "table": "nation", "number": value, "status": Status.OK}
        put(row, [ReleaseFigure(**figure, value=value, hidden=hidden)])

    (told,) = revisions_of(second)
    assert told["status"] == "suppressed"
    assert [told[name] for name in ("first_published", "before", "now", "change")] == [None] * 4
