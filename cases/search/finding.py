"""Finding rows by their words, inside what the reader may see and nowhere else."""

from dataclasses import dataclass

from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Value, When

from cases import models
from cases.models.cases import CASES
from cases.search import index, words
from tasking.models import TaskingRequest
from tasking.models.requests import REQUESTS
from toex.accounts.choices import Role
from toex.core.references import ReferenceSeries


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of row that is searched; a threat has its reference in a field of its own."""

    code: str
    queryset: QuerySet
    indexed: index.Indexed
    series: ReferenceSeries | None

    @property
    def one(self) -> str:
        return self.code

    @property
    def many(self) -> str:
        return f"{self.code}s"

    def number(self, text: str) -> int | None:
        """Return the number of the row whose reference `text` is, if it is one of this kind."""
        return self.series.number(text.strip().upper()) if self.series else None

    def exactly(self, text: str) -> Q:
        if self.series:
            return Q(pk=self.number(text) or 0)
        return Q(reference__iexact=text.strip())


REQUEST = Kind(
    "request",
    TaskingRequest.objects.select_related("force", "region"),
    index.REQUESTS,
    REQUESTS,
)
CASE = Kind(
    "case",
    models.Case.objects.select_related("requesting_force", "lead_region"),
    index.CASES,
    CASES,
)
THREAT = Kind("threat", models.Threat.objects.all(), index.THREATS, None)
KINDS = {kind.code: kind for kind in (REQUEST, CASE, THREAT)}
# Forces and gateways see no threats, so nothing on their page speaks of them.
WITHOUT_THREATS = [REQUEST, CASE]
OF_ROLE = {
    Role.FORCE_LEAD: WITHOUT_THREATS,
    Role.GATEWAY_OFFICER: WITHOUT_THREATS,
    Role.TOEX_MANAGER: list(KINDS.values()),
    Role.ANALYST: list(KINDS.values()),
    Role.PROGRAMME_OFFICE: list(KINDS.values()),
}


class HoldsWords(Func):
    """True of a row in whose text every word begins a word; asked of the database's own index."""

    output_field = BooleanField()

    def __init__(self, indexed, wanted):
        super().__init__(*(F(name) for name in ("id", *indexed.columns)))
        self.indexed, self.wanted = indexed, wanted

    def as_sqlite(self, compiler, connection, **context):
        number, params = compiler.compile(self.source_expressions[0])
        sql = index.SQLITE_MATCH.format(number=number, words=self.indexed.words_table)
        return sql, [*params, words.for_sqlite(self.wanted)]

    def as_postgresql(self, compiler, connection, **context):
        names = ("id", *self.indexed.columns)
        columns = {
            name: compiler.compile(column)[0]
            for name, column in zip(names, self.source_expressions, strict=True)
        }
        text = self.indexed.text(index.POSTGRESQL_REFERENCE, columns.__getitem__)
        return f"toex_words({text}) @@ %s::tsquery", [words.for_postgresql(self.wanted)]


@dataclass(frozen=True, eq=False)
class Found:
    """The rows of one kind in the reader's sight that hold the words: the exact one first."""

    kind: Kind
    rows: QuerySet


def kinds_of(user) -> list[Kind]:
    return OF_ROLE.get(getattr(user, "role", ""), [])


def find(user, text: str) -> list[Found]:
    """Return what `user` may see of each kind and `text` finds. Text without a word finds none."""
    wanted = words.split(text)
    return [Found(kind, _rows(kind, user, text, wanted)) for kind in kinds_of(user)]


def _rows(kind, user, text, wanted):
    rows = kind.queryset.visible_to(user)
    if not wanted:
        return rows.none()
    first = Case(
        When(kind.exactly(text), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return rows.filter(HoldsWords(kind.indexed, wanted)).order_by(first, "-pk")
