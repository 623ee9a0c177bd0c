"""The reference files, loaded."""

import pytest
from django.core.management import call_command

from toex.forces.models import Force, Population, Region

pytestmark = pytest.mark.django_db


class TestLoadForces:
    def test_brings_ten_regions_and_43_forces(self):
        call_command("load_forces", verbosity=0)

        assert Region.objects.count() == 10
        assert Force.objects.territorial().count() == 43

    def test_puts_kent_in_the_east_and_north_wales_in_the_north_west(self):
        call_command("load_forces", verbosity=0)

        assert Force.objects.get(code="kent").region.code == "ERSOU"
        assert Force.objects.get(code="north-wales").region.code == "NWROCU"

    def test_adds_up_to_the_published_population_of_england_and_wales(self):
        call_command("load_forces", verbosity=0)

        of_2023 = Population.objects.filter(mid_year=2023)
        assert sum(row.residents for row in of_2023) == 60_854_727

    def test_gives_bodies_that_stand_by_name_without_regard_to_case(self):
        call_command("load_forces", verbosity=0)

        names = [force.short_name for force in Force.objects.by_name()]

        assert names == sorted(names, key=str.lower)
        assert names.index("Hampshire") < names.index("HMRC")
        assert names.index("Police Scotland") < names.index("PSNI")

    def test_changes_nothing_when_run_again(self):
        call_command("load_forces", verbosity=0)
        before = list(Force.objects.order_by("pk").values())

        call_command("load_forces", verbosity=0)

        assert list(Force.objects.order_by("pk").values()) == before
