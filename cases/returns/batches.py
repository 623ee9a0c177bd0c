"""Many rows at a time, so that a return of ten thousand lines lands in seconds."""

from itertools import islice

BATCH = 1_000


def in_batches(rows):
    """Yield lists of at most a thousand of `rows`."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def add_all(model, rows, **options):
    """Insert `rows`, which may be a generator, holding no more than a thousand at a time."""
    for batch in in_batches(rows):
        model.objects.bulk_create(batch, **options)
