"""The frame of every page: front page, navigation, and the pages for what went wrong."""

import json
import re
import uuid

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from cases.tests.factories import CaseFactory
from tasking.tests.factories import TaskingRequestFactory
from toex import views
from toex.accounts.choices import REGION_ROLES, Role
from toex.accounts.tests.factories import UserFactory
from toex.context import MEETINGS, NAVIGATION, reference_code
from toex.tests.routes import ROUTES

pytestmark = pytest.mark.django_db
UNKIND = ["invalid", "please", "oops", "forbidden", "illegal", "!"]


def _no_database(session):
    raise OperationalError("the database is away")


def content(response):
    return response.content.decode()


def pages_of(role):
    return [name for _, pages in NAVIGATION[role] for _, name, *_ in pages]


class TestFrontPage:
    def test_welcomes_whoever_is_signed_out(self, client):
        page = client.get("/")

        assert page.status_code == 200
        assert "Sign in" in content(page)

    def test_says_so_to_somebody_without_a_role(self, client):
        client.force_login(UserFactory())

        assert "Your account has no role yet" in content(client.get("/"))

    @pytest.mark.parametrize("role", Role.values)
    def test_sends_each_role_to_its_first_section(self, client, role):
        client.force_login(UserFactory(**{role: True}))

        page = client.get("/", follow=True)

        assert page.status_code == 200
        assert page.request["PATH_INFO"] == reverse(pages_of(role)[0])

    @pytest.mark.parametrize("role", Role.values)
    def test_each_section_opens_to_the_role_it_is_offered_to(self, client, role):
        client.force_login(UserFactory(**{role: True}))

        for name in pages_of(role):
            assert client.get(reverse(name)).status_code == 200

    @pytest.mark.parametrize("role", Role.values)
    def test_no_role_has_more_sections_than_fit_on_a_line(self, role):
        assert len(NAVIGATION[role]) <= 8

    @pytest.mark.parametrize("role", REGION_ROLES)
    def test_a_region_has_its_meetings_as_a_section_of_their_own(self, role):
        assert ("Meetings", [MEETINGS]) in NAVIGATION[role]

    def test_a_section_of_several_pages_shows_them_and_marks_the_one_open(self, client):
        client.force_login(UserFactory(analyst=True))

        page = content(client.get(reverse("metrics:signals")))

        assert '<nav class="toex-pages" aria-label="Figures">' in page
        assert f'href="{reverse("metrics:signals")}" aria-current="true">Signals</a>' in page
        assert f'href="{reverse("metrics:glance")}">At a glance</a>' in page

    @pytest.mark.parametrize(
        ("name", "under"), [("cases:workload", "Cases"), ("tasking:actions", "Meetings")]
    )
    def test_a_page_without_a_name_there_stands_under_the_one_it_belongs_to(
        self, client, name, under
    ):
        client.force_login(UserFactory(toex_manager=True))

        page = content(client.get(reverse(name)))

        assert re.search(rf'aria-current="true">(<strong[^>]*>)?{under}<', page)

    @pytest.mark.parametrize("section", ["cases:search", "metrics:signals"])
    def test_a_section_is_offered_to_every_role_that_may_open_it(self, section):
        offered = {role for role in NAVIGATION if section in pages_of(role)}

        assert offered == ROUTES[section].readers


class TestEveryPage:
    def test_carries_its_marking_twice_and_who_is_signed_in(self, client, force_lead):
        client.force_login(force_lead)

        page = content(client.get("/help/"))

        assert page.count('<p class="toex-marking">OFFICIAL-SENSITIVE</p>') == 2
        assert force_lead.name in page
        assert f"Force lead, {force_lead.force}" in page

    @pytest.mark.parametrize("made_up", [True, False])
    def test_says_whether_its_data_is_made_up(self, client, settings, made_up):
        settings.SYNTHETIC_DATA = made_up

        assert ("SYNTHETIC DATA" in content(client.get("/"))) is made_up

    def test_has_no_style_or_script_that_the_browser_would_refuse(self, client):
        page = content(client.get("/sign-in/"))

        assert " style=" not in page
        assert "<script>" not in page


class TestErrorPages:
    def test_a_page_that_is_not_there_is_the_same_bytes_each_time(self, client, force_lead):
        client.force_login(force_lead)

        first, second = client.get("/people-of/1/"), client.get("/people-of/2/")

        assert first.status_code == 404
        assert first.content == second.content

    def test_an_unseen_row_is_the_same_bytes_as_one_that_does_not_exist(self, client, force_lead):
        unseen = [TaskingRequestFactory(submitted=True), CaseFactory()]
        client.force_login(force_lead)

        for row, nothing in zip(
            unseen, ["/requests/TR-999999/", "/cases/TX-999999/"], strict=True
        ):
            answers = [client.get(row.get_absolute_url()), client.get(nothing)]

            assert [each.status_code for each in answers] == [404, 404]
            assert answers[0].content == answers[1].content

    def test_a_page_open_too_long_is_told_in_plain_words(self):
        page = Client(enforce_csrf_checks=True).post("/sign-in/", {})

        assert page.status_code == 403
        assert "This page has been open too long" in content(page)

    def test_a_problem_is_told_with_a_code_and_without_the_database(
        self, django_assert_num_queries
    ):
        with django_assert_num_queries(0):
            page = views.problem(RequestFactory().get("/requests/"))

        assert page.status_code == 500
        assert "was not saved" in content(page)
        assert reference_code() in content(page)

    def test_a_database_that_is_away_is_told_with_a_code(self, client, force_lead, monkeypatch):
        client.force_login(force_lead)
        client.raise_request_exception = False
        with monkeypatch.context() as away:
            away.setattr(SessionStore, "load", _no_database)
            page = client.get("/requests/")

        code = re.search(r"reference code: <strong>(.+?)</strong>", content(page))[1]
        assert page.status_code == 500
        assert uuid.UUID(code)
        assert client.get("/requests/").status_code == 200

    def test_what_is_too_large_is_told_so_with_a_code(self, client, force_lead, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
        client.force_login(force_lead)

        page = client.post("/requests/new/", {"title": "Exercise Juniper"})

        assert page.status_code == 413
        assert "What you sent is too large" in content(page)
        assert "was not saved" in content(page)
        assert "reference code: <strong>" in content(page)

    def test_what_cannot_be_read_is_told_so_with_a_code(self, client, force_lead, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
        client.force_login(force_lead)

        page = client.post("/requests/new/", {"title": "Exercise Juniper", "force": "essex"})

        assert page.status_code == 400
        assert "That could not be understood" in content(page)
        assert "reference code: <strong>" in content(page)

    @pytest.mark.parametrize(
        ("error", "status", "code"),
        [(RequestDataTooBig(), 413, "too_large"), (BadRequest(), 400, "parse_error")],
    )
    def test_the_api_is_told_the_same_in_its_own_shape(self, error, status, code):
        answer = views.bad_request(RequestFactory().post("/api/v1/cases/"), error)

        assert answer.status_code == status
        assert json.loads(answer.content)["errors"][0]["code"] == code

    @pytest.mark.parametrize(
        "name", ["400", "403", "403_csrf", "404", "405", "413", "429", "500", "503"]
    )
    def test_each_says_what_became_of_what_was_sent_and_uses_plain_words(self, name):
        page = render_to_string(f"{name}.html").lower()
        main = page.partition("<main")[2].partition("</main>")[0]

        assert "saved" in main
        assert not [word for word in UNKIND if word in main]

    @pytest.mark.parametrize(
        ("name", "has_code"), [("400", True), ("413", True), ("429", True), ("404", False)]
    )
    def test_all_but_those_that_must_not_differ_carry_a_reference_code(self, name, has_code):
        page = render_to_string(f"{name}.html", request=RequestFactory().get("/"))

        assert ("reference code" in page) is has_code

    def test_a_problem_of_the_api_has_the_shape_of_its_errors(self):
        answer = views.problem(RequestFactory().get("/api/v1/cases/"))

        assert b'"type": "server_error"' in answer.content

    def test_a_refusal_says_what_to_do(self, client, force_lead):
        client.force_login(force_lead)

        page = client.get("/people/")

        assert page.status_code == 403
        assert "ask your administrator" in content(page)
