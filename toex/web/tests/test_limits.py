"""Too much in a short time, up or down: refused with when to try again, by person, everywhere."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from redis import RedisError

from tasking.tests.factories import TaskingRequestFactory
from tasking.tests.test_files import added
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import Export
from toex.tests.published import make_release
from toex.web import limits
from toex.web.limits import EXPORT, UPLOAD, LimitReached, spend
from toex.web.tests.taking import take

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 2, 13, 22, 10, tzinfo=UTC)  # 2:22:10pm in London
UNTIL = datetime(2026, 4, 2, 13, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def two_in_ten_minutes(settings, monkeypatch):
    settings.LIMITS = {"upload": (2, 600), "export": (2, 600)}
    cache.clear()
    monkeypatch.setattr(limits.timezone, "now", lambda: NOW)
    yield
    cache.clear()


@pytest.fixture
def lead():
    return UserFactory(force_lead=True)


def spent(what, user, *, at=NOW):
    try:
        spend(what, user, now=at)
    except LimitReached as reached:
        return reached.until
    return None


class TestCounting:
    def test_the_one_too_many_is_refused_until_the_stretch_ends(self, lead):
        assert [spent(EXPORT, lead) for _ in range(4)] == [None, None, UNTIL, UNTIL]

    def test_each_person_and_each_way_has_a_count_of_its_own(self, lead):
        for _ in range(3):
            spent(EXPORT, lead)

        assert spent(EXPORT, UserFactory()) is None
        assert spent(UPLOAD, lead) is None

    def test_it_begins_anew_to_the_second(self, lead):
        for _ in range(3):
            spent(EXPORT, lead)

        assert spent(EXPORT, lead, at=UNTIL - timedelta(seconds=1)) == UNTIL
        assert spent(EXPORT, lead, at=UNTIL) is None

    def test_what_has_no_limit_is_not_counted(self, lead, settings):
        settings.LIMITS = {}

        assert [spent(EXPORT, lead) for _ in range(5)] == [None] * 5

    def test_a_cache_that_is_down_refuses_nobody(self, lead, monkeypatch):
        def down(*args, **kwargs):
            raise RedisError

        monkeypatch.setattr(cache, "add", down)

        assert [spent(EXPORT, lead) for _ in range(5)] == [None] * 5

    @pytest.mark.services
    def test_of_three_hundred_at_once_exactly_the_limit_passes(self, lead, settings):
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": os.environ["REDIS_URL"],
                "KEY_PREFIX": "limits-test",
            }
        }
        settings.LIMITS = {"export": (50, 600)}
        cache.clear()

        with ThreadPoolExecutor(16) as pool:
            found = list(pool.map(lambda _: spent(EXPORT, lead), range(300)))

        assert found.count(None) == 50


class TestPages:
    def test_a_download_too_many_says_when_to_try_again_and_gives_nothing(self, client):
        file = added(TaskingRequestFactory(submitted=True))
        lead = file.request.requester
        for _ in range(2):
            take(client, lead, file.get_absolute_url())

        page = take(client, lead, file.get_absolute_url())

        assert page.status_code == 429
        assert page.headers["Retry-After"] == "470"
        text = page.content.decode()
        assert "You have downloaded a lot in a short time. Try again at 2:30pm." in text
        assert Export.objects.count() == 2

    def test_asking_and_wrong_answers_cost_nothing(self, client):
        file = added(TaskingRequestFactory(submitted=True))
        for _ in range(5):
            take(client, file.request.requester, file.get_absolute_url(), recipient="")
            client.get(file.get_absolute_url())

        assert take(client, file.request.requester, file.get_absolute_url()).status_code == 200

    def test_an_upload_too_many_is_refused_and_not_kept(self, client):
        row = TaskingRequestFactory(draft=True)
        client.force_login(row.requester)

        answers = [
            client.post(
                f"/requests/{row.reference}/files/",
                {"file": SimpleUploadedFile("rows.csv", f"{number}\n".encode())},
            )
            for number in range(3)
        ]

        assert [each.status_code for each in answers] == [302, 302, 429]
        assert "You have uploaded a lot in a short time." in answers[-1].content.decode()
        assert row.files.count() == 2

    def test_a_return_too_many_is_refused(self, client):
        client.force_login(UserFactory(toex_manager=True))

        answers = [client.post("/imports/", {"act": "check"}).status_code for _ in range(3)]

        assert answers == [200, 200, 429]
        assert client.get("/imports/").status_code == 200

    def test_somebody_who_may_not_is_told_so_first(self, client):
        client.force_login(UserFactory(programme_office=True))

        assert [client.post("/imports/").status_code for _ in range(3)] == [403] * 3


class TestApi:
    def test_a_release_file_too_many_is_refused_with_the_shape_of_every_error(self, api):
        office = UserFactory(programme_office=True)
        given = {"by": office, "approver": UserFactory(), "is_out": True}
        release, _ = make_release("2021/22-Q3", "Exercise", **given)
        address = f"/api/v1/releases/{release.reference}/files/figures.csv"
        client = api(office)

        answers = [client.get(address) for _ in range(3)]

        assert [each.status_code for each in answers] == [200, 200, 429]
        assert answers[-1].headers["Retry-After"] == "470"
        assert answers[-1].json()["type"] == "client_error"
        assert answers[-1].json()["errors"][0]["code"] == "throttled"
        assert client.get(f"/api/v1/releases/{release.reference}/").status_code == 200

    def test_pages_and_the_api_share_one_count(self, api, client):
        manager = UserFactory(toex_manager=True)
        client.force_login(manager)
        for _ in range(2):
            client.post("/imports/", {"act": "check"})

        assert api(manager).post("/api/v1/imports/", format="multipart").status_code == 429
        assert api(manager).get("/api/v1/imports/").status_code == 200
