"""The demonstration's history: the pilot year comes out as published, by query, traps and all."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.http import QueryDict
from django.utils import timezone

from cases.models import Activity, Case, CaseFile, Outcome, SubjectRole, Threat
from metrics.demo.history import is_complete, make_history
from metrics.demo.mailing import send_mail
from metrics.demo.people import REGIONS, accounts
from metrics.figures import count
from metrics.models import Release
from metrics.query import read_query
from metrics.releases.changes import changes_of
from tasking.models import TaskingMeeting, TaskingRequest
from toex.accounts.models import User
from toex.audit.models import AuditEvent
from toex.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
PILOT = "from=2021-12-01&to=2022-11-30"
PILOT_YEAR = (date(2021, 12, 1), date(2022, 11, 30))
PILOT_REGIONS = ["ERSOU", "EMSOU", "ROCUWM"]


@pytest.fixture(scope="module", autouse=True)
def history(django_db_setup, django_db_blocker):
    """Make the small history once for this module, and take it all back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_forces", verbosity=0)
        call_command("load_scoring_models", verbosity=0)
        make_history(seed=7, size="small", at=timezone.now())
        yield
        transaction.set_rollback(True)


def figures(query):
    reader = User.objects.get(email="office@programme.example")
    return count(read_query(QueryDict(query), now=timezone.now()), reader=reader)


def figure(measure, more=""):
    (value,) = [row.value for row in figures(f"{PILOT}&measure={measure}{more}") if not row.abroad]
    return value


class TestThePilotYear:
    def test_comes_out_as_the_programme_published_it(self):
        assert figure("people_safeguarded") == 78
        assert figure("ocgs_identified") == 10
        assert figure("high_harm_threats_supported") == 74
        assert figure("cases_supported") > 80

    def test_has_adult_sexual_exploitation_as_the_most_requested_type_of_each_region(self):
        rows = figures(f"{PILOT}&measure=requests_received&by=region,primary_type")
        most = {}
        for region in PILOT_REGIONS:
            asked = {
                row.cell["primary_type"]: row.value for row in rows if row.cell["region"] == region
            }
            most[region] = Counter(asked).most_common(2)

        assert {region: first[0] for region, (first, _) in most.items()} == dict.fromkeys(
            PILOT_REGIONS, "ASE"
        )
        assert all(first[1] > second[1] for first, second in most.values())

    def test_was_one_short_before_the_late_arrival_was_known(self):
        assert figure("people_safeguarded", "&known_at=2022-12-31T12:00:00Z") == 77

    def test_adds_up_across_regions(self):
        rows = figures(f"{PILOT}&measure=people_safeguarded&by=region")

        assert sum(row.value for row in rows if not row.abroad) == 78

    def test_puts_31_march_and_the_request_after_midnight_in_london_in_two_quarters(self):
        late = TaskingRequest.objects.get(submitted_at=datetime(2022, 3, 31, 23, 30, tzinfo=UTC))
        after = {"from": "2022-04-01", "to": "2022-04-01"}
        first_of_april = "&".join(f"{name}={day}" for name, day in after.items())

        (received,) = figures(f"{first_of_april}&measure=requests_received")
        assert (late.case_reference != "", received.value) == (True, 1)
        last_of_march = "from=2022-03-31&to=2022-03-31&measure=people_safeguarded"
        assert figures(last_of_march)[0].value >= 1


def people(**also):
    """Count the pilot year's safeguarded people as somebody would who forgets a rule."""
    rules = {
        "kind": "person_safeguarded",
        "state": "verified",
        "country": "GB",
        "attribution__in": ["direct", "contributed"],
        "occurred_on__range": PILOT_YEAR,
    }
    rules = {name: value for name, value in (rules | also).items() if value is not None}
    events = Outcome.objects.filter(**rules)
    keyed = events.exclude(subject_key="").values("subject_key").distinct().count()
    return keyed + (events.filter(subject_key="").aggregate(n=Sum("quantity"))["n"] or 0)


class TestTheTraps:
    @pytest.mark.parametrize("rule", ["state", "country", "attribution__in", "occurred_on__range"])
    def test_people_come_out_wrong_without_a_rule(self, rule):
        assert people() == 78
        assert people(**{rule: None}) > 78

    @pytest.mark.parametrize("state", ["draft", "void"])
    def test_people_come_out_wrong_with_a_draft_or_void_event(self, state):
        assert people(state=None, state__in=["verified", state]) > 78

    def test_people_come_out_wrong_where_events_are_counted(self):
        rows = Outcome.objects.filter(
            kind="person_safeguarded",
            state="verified",
            country="GB",
            attribution__in=["direct", "contributed"],
            occurred_on__range=PILOT_YEAR,
        )

        assert rows.aggregate(n=Sum("quantity"))["n"] > 78

    def test_groups_come_out_wrong_where_supported_or_known_ones_count(self):
        events = Outcome.objects.filter(
            kind="ocg_identified", state="verified", occurred_on__range=PILOT_YEAR
        )
        by_toex = events.filter(threat__identified_by_toex=True)

        assert events.values("threat").distinct().count() > 10
        assert by_toex.count() > by_toex.values("threat").distinct().count() > 10

    def test_threats_come_out_wrong_where_cases_or_all_harms_count(self):
        developed = Activity.objects.filter(
            kind="development", occurred_at__date__range=PILOT_YEAR
        ).exclude(case__threats__threat=None)
        harms = developed.values("case__threats__threat__high_harm", "case__threats__threat")

        assert harms.distinct().count() > 74
        assert developed.filter(case__threats__threat__high_harm=True).count() > 74

    def test_has_a_key_at_home_and_abroad_an_arrest_abroad_and_a_transferred_lead(self):
        both = (
            Outcome.objects.filter(kind="person_safeguarded")
            .exclude(subject_key="")
            .values("subject_key")
            .annotate(countries=Count("country", distinct=True))
        )

        assert both.filter(countries=2).count() == 1
        assert Outcome.objects.filter(kind="arrest", occurred_on__range=PILOT_YEAR).exclude(
            country="GB"
        )
        assert Case.objects.exclude(lead_region=F("request__region")).count() == 1


class TestTheSecondEdition:
    def test_shows_what_came_late_and_what_was_entered_twice(self):
        found = changes_of(json.loads(Release.objects.get(edition=2).snapshot))
        shown = [(each.label, each.cell, each.change) for each in found.rows]

        assert "Arrests, England and Wales: 62, was 59 (+3, +5.1%)." in found.largest
        assert ("Arrests", "Eastern Region Special Operations Unit", "+7") in shown
        emsou = "East Midlands Special Operations Unit"
        assert ("Arrests", emsou, "\N{MINUS SIGN}4") in shown


# The ends of the sentences that say by when: a day, an event, or that there is none.
BY_WHEN = re.compile(
    r", (by [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}|before the [a-z ]+)\.$|No date is set\.$"
)
REFERENCE = "([A-Z0-9-]+[0-9]|Outcome [0-9]+ of [A-Z0-9-]+)"
NOBODY = "Nothing. This is for your information."
SOMEBODY = re.compile(r"(A|The|You|Somebody|Whoever) [^.]*\bneeds? to ")


class TestTheEmails:
    @pytest.fixture
    def emails(self, mailoutbox):
        sent = send_mail(at=timezone.now())
        assert sent == len(mailoutbox)
        return mailoutbox

    def test_are_those_of_the_last_days_urgent_ones_alone_and_a_digest_a_reader(self, emails):
        digests = [mail.to[0] for mail in emails if "the oldest first" in mail.body]

        assert 0 < len(digests) < len(emails)
        assert len(digests) == len(set(digests))
        assert not Notice.objects.waiting().exists()

    def test_hold_references_only(self, emails):
        text = "\n".join(f"{mail.subject}\n{mail.body}" for mail in emails)
        words = [*narratives(), "Exercise", "Synthetic", "SYN-"]

        assert [word for word in words if word in text] == []

    def test_each_names_a_record_that_there_is_and_leads_to_it(self, emails):
        for mail in emails:
            assert re.match(rf"\[OFFICIAL-SENSITIVE\] {REFERENCE}: ", mail.subject)
            assert f"{settings.SITE_ADDRESS}/notices/" in mail.body

    def test_each_says_who_does_what_by_when_or_that_nobody_needs_to(self, emails):
        said = [line for mail in emails for line in needs(mail)]
        asking = [line for line in said if line != NOBODY]

        assert all(needs(mail) for mail in emails)
        assert NOBODY in said
        assert asking
        assert [line for line in asking if not SOMEBODY.match(line)] == []
        assert [line for line in asking if not BY_WHEN.search(line)] == []


def needs(mail):
    return re.findall("^What needs to be done: (.*)$", mail.body, re.MULTILINE)


def narratives():
    """Return every title, operation's name and key of a subject that there is."""
    rows = [(TaskingRequest, "title"), (TaskingRequest, "operation_name")]
    rows += [(Case, "operation_name"), (SubjectRole, "key"), (Outcome, "subject_key")]
    told = {each for model, field in rows for each in model.objects.values_list(field, flat=True)}
    return told - {""}


class TestTheHistory:
    def test_is_complete_and_lies_between_its_first_day_and_yesterday(self):
        told = AuditEvent.objects.exclude(action="demo.complete").exclude(
            action="scoring-model.load"
        )
        yesterday = timezone.localdate() - timedelta(days=1)

        assert is_complete()
        assert told.order_by("at").first().at.date() >= date(2021, 9, 1)
        assert timezone.localdate(told.order_by("-at").first().at) <= yesterday

    def test_has_only_the_pilot_regions_until_the_end_of_november_2022(self):
        early = datetime(2022, 11, 30, 23, 59, tzinfo=UTC)
        asked = TaskingRequest.objects.filter(created_at__lte=early)

        assert set(asked.values_list("region__code", flat=True)) == set(PILOT_REGIONS)

    def test_leaves_only_the_notices_of_the_last_days_to_be_sent_and_none_to_a_worker(self):
        earlier = timezone.now() - timedelta(days=12)

        assert Notice.objects.filter(created_at__lt=earlier).exists()
        assert not Notice.objects.waiting().filter(created_at__lt=earlier).exists()
        assert connection.run_on_commit == []

    def test_has_something_later_in_all_ten_regions(self):
        regions = TaskingRequest.objects.values_list("region__code", flat=True).distinct()

        assert len(regions) == 10

    @pytest.mark.parametrize("region", REGIONS)
    def test_has_every_state_in_each_region_with_accounts(self, region):
        led = {"case__lead_region__code": region}
        rows = {
            "requests": TaskingRequest.objects.filter(region__code=region),
            "cases": Case.objects.filter(lead_region__code=region),
            "outcomes": Outcome.objects.filter(**led),
            "threats": Threat.objects.filter(cases__case__lead_region__code=region),
            "meetings": TaskingMeeting.objects.filter(region__code=region),
        }
        states = {name: set(found.values_list("state", flat=True)) for name, found in rows.items()}
        fields = {name: found.model._meta.get_field("state") for name, found in rows.items()}

        assert all(rows[name].count() >= 12 for name in ("requests", "cases", "outcomes"))
        assert {name: set(dict(fields[name].choices)) - states[name] for name in rows} == {
            name: set() for name in rows
        }

    @pytest.mark.parametrize("region", REGIONS)
    def test_has_files_on_cases_of_each_region_with_accounts(self, region):
        files = CaseFile.objects.filter(case__lead_region__code=region)

        assert all(name.startswith("Exercise") for name in files.values_list("name", flat=True))
        assert files.filter(number=2).exists()

    def test_has_a_file_that_was_withdrawn(self):
        assert CaseFile.objects.exclude(pk__in=CaseFile.objects.kept()).exists()

    def test_lets_in_only_the_accounts_it_prints(self):
        can_sign_in = [user.email for user in User.objects.all() if user.has_usable_password()]

        assert sorted(can_sign_in) == sorted(accounts())
