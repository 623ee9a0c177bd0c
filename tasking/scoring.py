"""Scoring models as data over a closed vocabulary, reckoned in whole numbers and exact fractions.

A definition holds levels (scales), groups of criteria, computed totals, and cuts for the bands
and the organisational grades. Nothing of it is ever run as code. An unknown level is not zero:
it gives the lowest and the highest value that it could have, and a band only where both ends of
the range fall into the same one. The score informs; people decide.
"""

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

UNKNOWN = "unknown"


class NotAModel(ValueError):
    """The definition does not hold together; the message says where."""


class NotLevels(ValueError):
    """The levels do not fit the model; `problems` is a list of sentences."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(problems))


@dataclass(frozen=True)
class Score:
    """What came out: a range for each total; a band and a grade only where the ends agree."""

    totals: dict
    band: str
    organisational_grade: str


def _mean(values):
    return sum(values, Fraction(0)) / len(values)


def _product(values):
    result = Fraction(1)
    for value in values:
        result *= value
    return result


WORDS = {
    "sum": lambda values: sum(values, Fraction(0)),
    "max": max,
    "mean": _mean,
    "product": _product,
}
WEIGHTED = "weighted_sum"


def digest(definition):
    """Return the sha256 of the definition, however its keys are ordered."""
    plain = json.dumps(definition, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def criteria(definition):
    """Return {criterion: {level: value}} for every criterion of the model."""
    return {
        criterion: dict(definition["levels"][group["scale"]])
        for group in definition["groups"].values()
        for criterion in group["criteria"]
    }


def evaluate(definition, levels):
    """Reckon the totals, the band and the grade of `levels`: a level or `unknown` for each.

    :raises NotLevels: a criterion is missing or unknown to the model, or a level is
    """
    check_levels(definition, levels)
    ends = [_reckon(definition, levels, end) for end in (min, max)]
    return Score(
        totals={
            name.removesuffix("_total"): {"low": _plain(low), "high": _plain(ends[1][name])}
            for name, low in ends[0].items()
            if name != definition["org_grades"]["on"]
        },
        band=_agreed(definition["bands"], ends),
        organisational_grade=_agreed(definition["org_grades"], ends),
    )


def check_levels(definition, levels):
    """:raises NotLevels: a criterion is missing or unknown to the model, or a level is"""
    known = criteria(definition)
    problems = [
        f"Choose a level for {criterion}, or “unknown”."
        for criterion in known
        if levels.get(criterion) in (None, "")
    ]
    problems += [f"“{name}” is not a criterion." for name in levels if name not in known]
    problems += [
        f"“{level}” is not a level of {criterion}."
        for criterion, level in levels.items()
        if criterion in known and level not in (None, "", UNKNOWN, *known[criterion])
    ]
    if problems:
        raise NotLevels(problems)


def _reckon(definition, levels, end):
    """Return every computed total, an unknown level taken as the `end` of its scale."""
    scales = criteria(definition)
    values = {
        criterion: Fraction(
            end(scale.values()) if levels[criterion] == UNKNOWN else scale[levels[criterion]]
        )
        for criterion, scale in scales.items()
    }
    known = {
        name: [values[criterion] for criterion in group["criteria"]]
        for name, group in definition["groups"].items()
    }
    done = {}
    for name in _in_order(definition["compute"]):
        done[name] = _apply(definition["compute"][name], known)
        known[name] = [done[name]]
    return done


def _apply(formula, known):
    word, *operands = formula
    if word == WEIGHTED:
        return sum(
            (
                Fraction(weight) * value
                for operand, weight in operands
                for value in _values(operand, known)
            ),
            Fraction(0),
        )
    return WORDS[word]([value for operand in operands for value in _values(operand, known)])


def _values(operand, known):
    return known[operand] if isinstance(operand, str) else [Fraction(operand)]


def _operands(formula):
    word, *operands = formula
    return [operand[0] for operand in operands] if word == WEIGHTED else operands


def _in_order(compute):
    """Return the names so that each comes after those it is computed from.

    The order of keys does not survive every database, so it is never relied on.
    :raises NotAModel: they go round in a circle
    """
    done, waiting = [], sorted(compute)
    while waiting:
        ready = [
            name
            for name in waiting
            if not any(operand in waiting for operand in _operands(compute[name]))
        ]
        if not ready:
            raise NotAModel(f"These totals go round in a circle: {', '.join(waiting)}.")
        done += ready
        waiting = [name for name in waiting if name not in ready]
    return done


def _agreed(table, ends):
    low, high = (_name_of(table["cuts"], end[table["on"]]) for end in ends)
    return low if low == high else ""


def _name_of(cuts, total):
    return [name for start, name in cuts if total >= start][-1]


def _plain(total):
    return int(total) if total.denominator == 1 else str(total)


def validate(definition):
    """Check that a definition holds together before it may be used.

    :raises NotAModel: it names what it lacks, its levels or bands are out of order, or a higher
        level could lower a total
    """
    for part in ("levels", "groups", "compute", "bands", "org_grades"):
        if not isinstance(definition.get(part), dict) or not definition[part]:
            raise NotAModel(f"The model needs “{part}”.")
    _validate_levels(definition["levels"])
    _validate_groups(definition)
    _validate_formulas(definition)
    for part in ("bands", "org_grades"):
        _validate_cuts(definition, part)
    _validate_rising(definition)


def _validate_levels(scales):
    for scale, levels in scales.items():
        names, values = [name for name, _ in levels], [value for _, value in levels]
        if len(levels) < 2 or len(set(names)) != len(names) or UNKNOWN in names:
            raise NotAModel(f"The levels of “{scale}” must be two or more different names.")
        if any(type(value) is not int or value < 0 for value in values):
            raise NotAModel(f"The values of “{scale}” must be whole numbers from 0.")
        if values != sorted(set(values)):
            raise NotAModel(f"The values of “{scale}” must rise from level to level.")


def _validate_groups(definition):
    every = []
    for name, group in definition["groups"].items():
        if group["scale"] not in definition["levels"]:
            raise NotAModel(f"The group “{name}” uses a scale that is not there.")
        if not group["criteria"]:
            raise NotAModel(f"The group “{name}” has no criteria.")
        every += group["criteria"]
    if len(set(every)) != len(every):
        raise NotAModel("A criterion may be in one group only.")
    if set(definition["groups"]) & set(definition["compute"]):
        raise NotAModel("A total may not have the name of a group.")


def _validate_formulas(definition):
    known = set(definition["groups"]) | set(definition["compute"])
    for name, formula in definition["compute"].items():
        if not formula or formula[0] not in (*WORDS, WEIGHTED) or len(formula) < 2:
            raise NotAModel(f"“{name}” must use one of {', '.join([*WORDS, WEIGHTED])}.")
        for operand in _operands(formula):
            if isinstance(operand, str) and operand not in known:
                raise NotAModel(f"“{name}” uses “{operand}”, which is not there.")
            if not isinstance(operand, str) and (type(operand) is not int or operand < 0):
                raise NotAModel(f"A constant in “{name}” must be a whole number from 0.")
        if formula[0] == WEIGHTED and any(Fraction(weight) < 0 for _, weight in formula[1:]):
            raise NotAModel(f"A weight in “{name}” must not be below 0.")
    _in_order(definition["compute"])


def _validate_cuts(definition, part):
    table = definition[part]
    if table["on"] not in definition["compute"]:
        raise NotAModel(f"“{part}” stands on “{table['on']}”, which is not computed.")
    starts, names = [start for start, _ in table["cuts"]], [name for _, name in table["cuts"]]
    if not names or len(set(names)) != len(names):
        raise NotAModel(f"The names in “{part}” must be different.")
    if any(type(start) is not int for start in starts) or starts != sorted(set(starts)):
        raise NotAModel(f"The cuts in “{part}” must be whole numbers that rise.")
    unknown = dict.fromkeys(criteria(definition), UNKNOWN)
    low, high = (_reckon(definition, unknown, end)[table["on"]] for end in (min, max))
    if not (starts[0] <= low and starts[-1] <= high):
        raise NotAModel(f"“{part}” must cover every total from {low} to {high}.")


def _validate_rising(definition):
    """Raise each criterion by each single level, from the lowest and from the highest ends."""
    scales = criteria(definition)
    for end in (min, max):
        base = {name: end(scale, key=scale.get) for name, scale in scales.items()}
        for criterion, scale in scales.items():
            steps = [
                _reckon(definition, {**base, criterion: level}, min)
                for level in sorted(scale, key=scale.get)
            ]
            for before, after in pairwise(steps):
                if any(after[name] < before[name] for name in before):
                    raise NotAModel(f"A higher level of “{criterion}” must not lower a total.")
