"""What belongs to a case, by its pages: parts, threats, tasks, scores, and closing it."""

import pytest
from django.core.management import call_command

from cases.models import Threat
from cases.tests.browsing import address, fresh
from cases.tests.factories import CaseFactory, OutcomeFactory, analyst_of, manager_of
from toex.forces.tests.factories import RegionFactory

pytestmark = pytest.mark.django_db


class TestScoringACase:
    def test_takes_a_score_from_another_tool_and_offers_it_to_the_reassessment(self, browse):
        case = CaseFactory(delivered=True)
        analyst = browse(analyst_of(case))

        analyst.send(
            address("assess", case.reference),
            stage="reassessment",
            external_model="Exercise tool 3",
            external_score="41",
            external_band="Medium",
        )
        form = analyst.open(address("reassess", case.reference)).content.decode()

        assert "Exercise tool 3: 41, Medium." in form
        assert case.assessments.get().stage == "reassessment"

    def test_works_a_score_out_from_levels(self, browse):
        call_command("load_scoring_models", verbosity=0)
        case = CaseFactory()
        analyst = browse(analyst_of(case))
        where = address("assess-by-levels", case.reference)
        form = analyst.open(where).context["form"]
        levels = {name: "unknown" for name in form.fields if name != "stage"}

        analyst.send(where, stage="closure", **levels)

        score = case.assessments.get()
        assert (score.mode, score.band) == ("computed", "")
        assert set(score.levels) == set(levels)


class TestWhoAndWhatBelongsToACase:
    def test_a_manager_adds_a_supporting_region_and_ends_it(self, browse):
        case = CaseFactory()
        region = RegionFactory()
        manager = browse(manager_of(case))

        manager.send(
            address("add-region", case.reference), region=region.code, from_date="2022-09-06"
        )
        part = case.regions.get(region=region)
        page = manager.send(address("end-region", case.reference, part.pk), until="2022-09-30")

        assert "The part is ended." in page.content.decode()
        assert fresh(part).until_on.isoformat() == "2022-09-30"

    def test_the_force_that_asked_keeps_its_part(self, browse):
        case = CaseFactory()

        page = browse(manager_of(case)).open(
            address("end-force", case.reference, case.forces.get().pk)
        )

        assert page.status_code == 409
        assert "keeps its part" in page.content.decode()

    def test_a_threat_is_linked_once_and_goes_through_its_life(self, browse):
        case = CaseFactory()
        analyst = browse(analyst_of(case))
        key = {"once_key": "a-key-of-the-form"}

        for _ in range(2):
            analyst.open(address("cases"))
            analyst.client.post(
                address("link-threat", case.reference),
                {"kind": "ocg", "reference": "OCG-77", **key},
            )
        threat = Threat.objects.get(reference="OCG-77")
        for step in ("map-threat", "activate-threat"):
            version = {"version": fresh(threat).version}
            analyst.client.post(address(step, threat.pk), version)
        analyst.send(address("archive-threat", threat.pk), archive_reason="merged")

        assert fresh(threat).state == "archived"

    def test_a_task_is_added_and_done(self, browse):
        case = CaseFactory()
        analyst = browse(analyst_of(case))

        analyst.send(
            address("add-task", case.reference), text="Exercise task", assignee=analyst.user.pk
        )
        task = case.tasks.get()
        analyst.client.post(
            address("task-done", case.reference, task.pk), {"version": task.version}
        )

        assert (fresh(task).state, fresh(task).done_by) == ("done", analyst.user)

    def test_a_subject_is_a_key_and_never_a_name(self, browse):
        case = CaseFactory()

        page = browse(analyst_of(case)).send(
            address("add-subject", case.reference), key="Jo Example", role="poi"
        )

        assert "must be 4 to 32 capital letters" in page.content.decode()
        assert not case.subjects.exists()


class TestClosing:
    def test_lists_first_what_is_not_finished(self, browse):
        case = CaseFactory(development=True)
        OutcomeFactory(case=case)
        analyst = browse(analyst_of(case))
        analyst.send(address("add-task", case.reference), text="Exercise task")

        page = browse(manager_of(case)).open(address("close", case.reference)).content.decode()

        assert "1 task is still to do." in page
        assert "No product has been delivered." in page
        assert "cannot close as completed" in page
        assert "1 outcome is still to be verified." in page

    def test_is_refused_as_completed_before_the_reassessment(self, browse):
        case = CaseFactory(development=True)

        page = browse(manager_of(case)).send(
            address("close", case.reference), reason="completed", owner="force"
        )

        assert list(page.context["form"].errors) == ["reason"]
        assert fresh(case).state == "development"
