"""Measure what keeping figures gains and costs, at a size that is asked for."""

import logging
import time
from io import StringIO

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from cases.models import Outcome
from metrics.bench import compare
from metrics.bench.rows import OUTCOMES_A_CASE, Rows
from metrics.models import Mark


class Command(BaseCommand):
    help = """Print ratios between figures kept and figures counted, on made-up rows.

    Examples: manage.py bench
              DATABASE_URL=postgres://localhost/toex manage.py bench --outcomes 20000
    Works in a scratch database beside the usual one and throws it away. A ratio compares two
    ways by turns in one run; times by themselves say little on a shared machine."""

    def add_arguments(self, parser):
        parser.add_argument("--outcomes", type=int, default=100_000, help="default 100000")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--rounds", type=int, default=5, help="how often each way is tried")

    def handle(self, *, outcomes, seed, rounds, **options):
        logging.disable(logging.INFO)
        usual = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = (
            f"{usual}.bench" if _is_sqlite() else f"{usual}_bench"
        )
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            self._measure(outcomes // OUTCOMES_A_CASE, Rows, seed, rounds)
        finally:
            connection.creation.destroy_test_db(usual, verbosity=0)

    def _measure(self, number, make, seed, rounds):
        call_command("load_forces", stdout=StringIO())
        rows, pages = make(seed), {}
        reader, made = rows.office, 0
        for cases in (10, 1_000, number):
            began = time.perf_counter()
            rows.add_cases(cases - made)
            made = cases
            self.stderr.write(f"{made} cases after {time.perf_counter() - began:.0f} seconds")
            pages[cases] = compare.queries_of_the_page(reader)
        with connection.cursor() as cursor:
            # Beside so many new rows a server would have tidied up by itself within a minute.
            cursor.execute("ANALYZE" if _is_sqlite() else "VACUUM ANALYZE")
        self._say(f"{connection.vendor}: {Outcome.objects.count()} outcomes, {made} cases")
        self._tell_reads(reader, rounds)
        self._tell_writes(rows, rounds)
        told = ", ".join(f"{queries} at {cases} cases" for cases, queries in pages.items())
        self._say(f"Statements of the page of figures: {told}")

    def _tell_reads(self, reader, rounds):
        kept, counted = compare.table_kept_and_counted(reader, rounds)
        self._say(
            f"A quarter's table, all measures by region: kept {_ms(kept)}, counted {_ms(counted)},"
            f" {counted / kept:.0f} times as quick"
        )
        one, all_of_them = compare.one_bucket_and_the_quarter(rounds)
        self._say(
            f"Recount of one measure: {_ms(one)}, of all measures of the quarter"
            f" {_ms(all_of_them)}, {all_of_them / one:.0f} times as cheap"
        )
        one, whole = compare.one_change_and_the_quarter(reader, rounds)
        self._say(
            f"From the write of one change to its answer: {_ms(one)}, the quarter's table"
            f" counted {_ms(whole)}, {whole / one:.0f} times as cheap"
        )

    def _tell_writes(self, rows, rounds):
        for number, times in ((1, 100), (1000, 2)):
            marked, bare = compare.inserts_marked_and_bare(rows, number, times, rounds)
            self._say(
                f"Insert of {number}: marked {_ms(marked)}, bare {_ms(bare)},"
                f" {100 * bare / marked:.0f}% of the bare rate"
            )
        self._say(f"Marks waiting: {Mark.objects.count()}")

    def _say(self, line):
        self.stdout.write(line)


def _is_sqlite():
    return connection.vendor == "sqlite"


def _ms(seconds):
    return f"{1000 * seconds:.1f} ms"
