import factory

from toex.forces.choices import BodyKind
from toex.forces.models import Force, Region


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region

    code = factory.Sequence(lambda n: f"REG{n}")
    name = factory.LazyAttribute(lambda region: f"Region {region.code}")
    order = factory.Sequence(lambda n: 100 + n)


class ForceFactory(factory.django.DjangoModelFactory):
    """One of the 43, in a region of its own unless one is given."""

    class Meta:
        model = Force

    class Params:
        without_region = factory.Trait(kind=BodyKind.SPECIAL, region=None, ons_code="")

    code = factory.Sequence(lambda n: f"force-{n}")
    name = factory.LazyAttribute(lambda force: f"{force.code} Police")
    short_name = factory.LazyAttribute(lambda force: force.code.capitalize())
    kind = BodyKind.TERRITORIAL
    region = factory.SubFactory(RegionFactory)
    ons_code = factory.Sequence(lambda n: f"E23{n:06}")
