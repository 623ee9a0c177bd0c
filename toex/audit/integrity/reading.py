"""The tables of the trail read piece by piece, in whatever state they are."""

from collections.abc import Iterator

from django.db import OperationalError

from toex.audit.integrity.canonical import COLUMNS
from toex.audit.models import AuditEvent, Leaf, Seal

PIECE = 5_000
SEAL_COLUMNS = [field.attname for field in Seal._meta.concrete_fields]
WRONG_VALUES = (ArithmeticError, AttributeError, TypeError, ValueError)


def events() -> Iterator[tuple]:
    return _rows(AuditEvent.objects.all(), COLUMNS)


def leaves(upto) -> Iterator[tuple]:
    """Yield (event, seal, digest) by event, of the seals up to this number."""
    return _rows(Leaf.objects.filter(seal__lte=upto), ["pk", "seal", "digest"])


def seals(first, last) -> Iterator[Seal]:
    """Yield the seals from number to number; one with values that are none has its number only."""
    for row in _rows(Seal.objects.filter(number__range=(first, last)), SEAL_COLUMNS):
        seal = Seal(*row)
        fits = isinstance(seal.first_event, int) and isinstance(seal.last_event, int)
        yield seal if fits else Seal(number=seal.number)


def leaves_of_seals(upto) -> Iterator[tuple]:
    """Yield (seal, event, digest) by seal and event, of the seals up to this number."""
    columns, found = ("seal", "event", "digest"), Leaf.objects.filter(seal__lte=upto)
    found, last = found.order_by("seal", "event"), None
    while True:
        rest = found
        if last:
            same = found.filter(seal=last[0], event__gt=last[1])
            rest = found.filter(seal__gt=last[0])
            piece = [*same.values_list(*columns)[:PIECE], *rest.values_list(*columns)[:PIECE]]
        else:
            piece = list(rest.values_list(*columns)[:PIECE])
        yield from piece[:PIECE]
        if len(piece) < PIECE:
            return
        last = piece[:PIECE][-1]


def paired(rows, leaves) -> Iterator[tuple]:
    """Yield each event with its leaf, by number; None stands for one that is not there."""
    row, leaf = next(rows, None), next(leaves, None)
    while row or leaf:
        if leaf is None or (row and row[0] < leaf[0]):
            yield row, None
            row = next(rows, None)
        elif row is None or leaf[0] < row[0]:
            yield None, leaf
            leaf = next(leaves, None)
        else:
            yield row, leaf
            row, leaf = next(rows, None), next(leaves, None)


def _rows(queryset, columns):
    after = None
    while True:
        rest = queryset.order_by("pk")
        rest = rest if after is None else rest.filter(pk__gt=after)
        piece = _piece(rest, columns)
        yield from piece
        if len(piece) < PIECE:
            return
        after = piece[-1][0]


def _piece(rest, columns):
    """Return the first rows of a queryset.

    Where a value cannot be read, as somebody may have written it in SQL, all values of that row
    but its number are None.
    """
    try:
        return list(rest.values_list(*columns)[:PIECE])
    except (*WRONG_VALUES, OperationalError):
        numbers = list(rest.values_list("pk", flat=True)[:PIECE])
        return [_row(rest, number, columns) for number in numbers]


def _row(rest, number, columns):
    try:
        return rest.values_list(*columns).get(pk=number)
    except OperationalError as error:
        if "decode" not in str(error):  # SQLite says so of text that is no text
            raise
    except WRONG_VALUES:
        pass
    return (number, *[None] * (len(columns) - 1))
