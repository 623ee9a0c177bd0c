"""The log says who asked for what and where it broke, never what was written."""

import json
import logging

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

CANARY = "CNRY-narrative"


def formatted(record):
    given = dict(settings.LOGGING["formatters"]["json"])
    kind = given.pop("()")
    formatter = (import_string(kind) if isinstance(kind, str) else kind)(**given)
    return formatter.format(record)


def record_of(error, **more):
    return logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "It broke", (), (type(error), error, None)
    )


def broken(narrative):
    raise ValueError(f"Failing row contains ({narrative})")


class TestTheLog:
    def test_names_the_error_and_its_place_but_neither_its_message_nor_its_values(self):
        try:
            broken(CANARY)
        except ValueError as error:
            record = record_of(error)
            record.exc_info = (ValueError, error, error.__traceback__)
            line = formatted(record)

        told = json.loads(line)
        assert told["error"] == "ValueError"
        assert told["where"][-1].endswith(" broken")
        assert CANARY not in line

    def test_leaves_out_what_was_searched_for(self):
        without_query = next(
            processor
            for processor in structlog.get_config()["processors"]
            if getattr(processor, "__name__", "") == "without_query"
        )

        told = without_query(None, "info", {"request": f"GET /cases/?q={CANARY}"})

        assert told == {"request": "GET /cases/"}
