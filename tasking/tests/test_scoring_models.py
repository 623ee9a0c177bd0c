import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from tasking import services
from tasking.models import ScoringModel
from tasking.scoring import NotAModel
from tasking.tests.factories import (
    FIRST_MOMENT,
    LEVELS,
    ScoringModelFactory,
    TaskingRequestFactory,
)
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class TestLoadScoringModels:
    def test_a_second_run_changes_nothing(self, capsys):
        call_command("load_scoring_models")
        first = ScoringModel.objects.values().get()
        call_command("load_scoring_models")
        assert ScoringModel.objects.values().get() == first
        assert capsys.readouterr().out.splitlines() == [
            "DEMO-TACTICAL@1.0.0: added",
            "DEMO-TACTICAL@1.0.0: unchanged",
        ]

    def test_what_is_loaded_is_live_and_marked_as_an_illustration(self):
        call_command("load_scoring_models")
        model = ScoringModel.objects.get()
        assert (model.status, model.official, len(model.sha256)) == ("live", False, 64)
        assert "ILLUSTRATIVE \N{EN DASH} NOT MoRiLE" in model.provenance

    def test_people_read_its_name_and_not_its_code(self):
        call_command("load_scoring_models")
        assert ScoringModel.objects.get().words == "Demonstration tactical model, version 1.0.0"

    def test_a_version_that_is_there_cannot_come_in_another_shape(self):
        model = ScoringModelFactory()
        other = {**model.definition, "bands": {"on": "risk", "cuts": [[0, "all"]]}}
        with pytest.raises(NotAModel, match="never changed"):
            services.load_scoring_model(
                at=FIRST_MOMENT,
                code=model.code,
                version=model.number,
                title="",
                provenance="",
                definition=other,
            )

    def test_the_command_names_the_file_that_does_not_hold_together(self, monkeypatch, tmp_path):
        (tmp_path / "wrong.json").write_text(
            '{"code": "X", "version": "1", "title": "", "provenance": "", "definition": {}}'
        )
        monkeypatch.setattr("tasking.management.commands.load_scoring_models.DATA", tmp_path)
        with pytest.raises(CommandError, match=r"wrong\.json"):
            call_command("load_scoring_models")


class TestALiveModel:
    @pytest.mark.parametrize(
        "change", [{"definition": {}}, {"sha256": "0"}, {"official": True}, {"status": "draft"}]
    )
    def test_the_database_itself_refuses_to_change_it(self, change):
        model = ScoringModelFactory()
        with pytest.raises(DatabaseError), transaction.atomic():
            ScoringModel.objects.filter(pk=model.pk).update(**change)

    def test_it_can_be_retired(self):
        model = ScoringModelFactory()
        ScoringModel.objects.filter(pk=model.pk).update(status="retired")
        model.refresh_from_db()
        assert model.status == "retired"

    def test_it_cannot_be_removed_once_something_was_scored_by_it(self):
        request = TaskingRequestFactory(draft=True)
        model = ScoringModelFactory()
        services.assess_request(
            request,
            by=request.requester,
            at=FIRST_MOMENT,
            stage="initial",
            mode="computed",
            model=model,
            levels=LEVELS,
        )
        with pytest.raises(ProtectedError):
            model.delete()


class TestOverTheApi:
    @pytest.mark.parametrize("role", Role.values)
    def test_everyone_reads_them(self, api, role):
        ScoringModelFactory()
        client = api(UserFactory(**{role: True}))
        listed = client.get("/api/v1/scoring-models/").json()["results"]
        alone = client.get("/api/v1/scoring-models/DEMO-TACTICAL@1.0.0/").json()
        assert listed == [alone]
        assert (alone["code"], alone["version"]) == ("DEMO-TACTICAL", "1.0.0")
        assert alone["official"] is False

    @pytest.mark.parametrize("name", ["DEMO-TACTICAL", "NONE@1", "%00@%00", "%F0%9F%98%80"])
    def test_another_name_answers_404(self, api, name):
        client = api(UserFactory(auditor=True))
        assert client.get(f"/api/v1/scoring-models/{name}/").status_code == 404

    def test_nobody_writes_them(self, api):
        client = api(UserFactory(administrator=True))
        assert client.post("/api/v1/scoring-models/", {}).status_code == 405
