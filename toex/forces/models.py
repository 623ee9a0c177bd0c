"""Regions, forces and the other bodies that may ask for help: data loaded from a file."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from toex.forces.choices import BodyKind


class InAnyCase(Lower):
    """A name to sort by without regard to case, alike on each database: letter by letter."""

    def as_postgresql(self, compiler, connection):
        sql, params = self.as_sql(compiler, connection)
        return f'{sql} COLLATE "C"', params


class RegionQuerySet(models.QuerySet):
    def in_official_order(self):
        return self.order_by("order")


class Region(models.Model):
    """One of the nine regional organised crime units, or London, which has none."""

    code = models.SlugField(max_length=10, unique=True)
    name = models.CharField(max_length=100)
    launched_on = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(unique=True)

    objects = RegionQuerySet.as_manager()

    def __str__(self):
        return self.code


class ForceQuerySet(models.QuerySet):
    def territorial(self):
        """Narrow to the 43 police forces of England and Wales."""
        return self.filter(kind=BodyKind.TERRITORIAL)

    def by_name(self):
        return self.order_by(InAnyCase("short_name"))


class Force(models.Model):
    """A body that may ask for help: one of the 43 forces, or another with its own kind."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=BodyKind)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="forces", null=True, blank=True
    )
    ons_code = models.CharField(max_length=9, blank=True)
    launched_on = models.DateField(null=True, blank=True)

    objects = ForceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="force_of_the_43_has_a_region_and_an_ons_code",
                condition=~Q(kind=BodyKind.TERRITORIAL)
                | (Q(region__isnull=False) & ~Q(ons_code="")),
            ),
        ]

    def __str__(self):
        return self.short_name


class Population(models.Model):
    """Residents of a force's area in the middle of a year, as one ONS release gave them."""

    force = models.ForeignKey(Force, on_delete=models.CASCADE, related_name="populations")
    mid_year = models.PositiveSmallIntegerField()
    vintage = models.CharField(max_length=20)
    residents = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="population_once_per_force_year_and_vintage",
                fields=["force", "mid_year", "vintage"],
            ),
        ]

    def __str__(self):
        return f"{self.force} {self.mid_year}"
