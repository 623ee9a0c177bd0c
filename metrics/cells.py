"""One cell of a table of figures: read from parameters, and asked what falls in it."""

from dataclasses import dataclass

from metrics.choices import PLACES, SPANS, Breakdown
from metrics.query import Query, with_by, wrong
from tasking.choices import ExploitationType
from toex.core.periods import Period

UNKNOWN_PLACE = ("", "null")


@dataclass(frozen=True)
class Cell:
    """A measure's cell: its places and type, its period, and whether it is the row abroad."""

    places: dict
    span: Period
    names: dict
    abroad: bool

    def has(self, item) -> bool:
        """Return whether an item falls in the cell by its own place and type."""
        if "region" in self.places and self.places["region"] not in item.regions:
            return False
        if "force" in self.places and self.places["force"] != item.force:
            return False
        return self.places.get("primary_type", item.primary_type) == item.primary_type


def read_cell(params, query: Query, *, regions, forces) -> tuple[Query, Cell]:
    """Read which cell is meant; a place that is not known is an empty value.

    :raises ValidationError: naming the parameter that is wrong or missing
    """
    query = with_by(query, [name for name in Breakdown.values if name in params])
    for name in query.by:
        if name not in params:
            raise wrong(name, "Say which cell.")
    known = {"region": regions, "force": forces, "primary_type": ExploitationType.values}
    places = {}
    for name in query.by:
        if name not in SPANS:
            places[name] = _place(name, params[name], known[name])
    names, span = _span(params, query)
    return query, Cell(places, span, names, _abroad(params.get("abroad", "false")))


def _place(name, text, known):
    if name in PLACES and text in UNKNOWN_PLACE:
        return None
    if text not in known:
        raise wrong(name, "There is no such code.")
    return text


def _span(params, query):
    asked = {name: params[name] for name in SPANS if name in query.by}
    for names, span in query.spans():
        if names == asked:
            return names, span
    raise wrong(next(iter(asked)), "This must lie in the period asked for.")


def _abroad(text):
    if text not in ("true", "false"):
        raise wrong("abroad", "This must be true or false.")
    return text == "true"
