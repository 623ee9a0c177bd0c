import factory

from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.forces.tests.factories import ForceFactory, RegionFactory


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody without a role; a trait gives them one, and the place that goes with it."""

    class Meta:
        model = User

    class Params:
        force_lead = factory.Trait(role=Role.FORCE_LEAD, force=factory.SubFactory(ForceFactory))
        gateway_officer = factory.Trait(
            role=Role.GATEWAY_OFFICER, region=factory.SubFactory(RegionFactory)
        )
        toex_manager = factory.Trait(
            role=Role.TOEX_MANAGER, region=factory.SubFactory(RegionFactory)
        )
        analyst = factory.Trait(role=Role.ANALYST, region=factory.SubFactory(RegionFactory))
        programme_office = factory.Trait(role=Role.PROGRAMME_OFFICE)
        auditor = factory.Trait(role=Role.AUDITOR)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)

    email = factory.Sequence(lambda n: f"person{n}@force.example")
    name = factory.Sequence(lambda n: f"Person {n}")
