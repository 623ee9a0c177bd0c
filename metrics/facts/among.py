"""Naming the rows to read by their numbers, however many there are, in one parameter."""

from collections.abc import Iterable

from django.db.models import BooleanField, F, Func, QuerySet, Value


class Among(Func):
    """Whether a number is one of those in a text like "1,2,3".

    As a parameter each, thousands of them take longer to send than to look up, and there is a
    most that an engine takes. Both go by an index on the number where that is the quicker way.
    """

    output_field = BooleanField()

    def as_postgresql(self, compiler, connection, **more):
        return self.as_sql(
            compiler,
            connection,
            template="%(expressions)s, ',')::bigint[])",
            arg_joiner=" = ANY(string_to_array(",
            **more,
        )

    def as_sqlite(self, compiler, connection, **more):
        return self.as_sql(
            compiler,
            connection,
            template="%(expressions)s || ']'))",
            arg_joiner=" IN (SELECT value FROM json_each('[' || ",
            **more,
        )


def among(rows: QuerySet, field: str, numbers: Iterable[int]) -> QuerySet:
    """Narrow to the rows of which `field` is one of `numbers`."""
    return rows.filter(Among(F(field), Value(",".join(map(str, sorted(numbers))))))
