"""An attacker who has the files of every published release, and shares no code with us.

From `figures.csv` come the numbers, from the published definitions the sums and the inequalities.
In one thing it is favoured: it is told which cells did not change between two files, which tables
hide a zero, and which sums a later revision has put out, so that nothing misleads it. Of a measure
of which a file shows only zeros below the nation, it cannot tell that any cell is not zero. Where
it knows why totals of the nation are hidden, it takes those to be small that are; that a cell may
be a number that would be shown is then not asked once more.
"""

from collections import defaultdict
from itertools import product

from metrics.tests.sheets import LEAST_SHOWN, WITHOUT_LEVEL, Sheet
from metrics.tests.solving import NO_LIMIT, programmes

LEAST_WIDTH, NEAR = 3, 1e-6
LESS = " less "
ADDS_UP_OVER_TIME = (
    *("arrests", "charges", "convictions", "cases_opened", "cases_closed", "requests_received"),
    *("ocgs_identified", "priority_individuals_identified", "vulnerabilities_identified"),
)
PEOPLE_AND_THREATS = (
    *("people_safeguarded", "children_safeguarded", "people_arrested", "suspects_identified"),
    *("threats_supported", "high_harm_threats_supported"),
)
DECISIONS = ("requests_adopted", "requests_declined", "requests_deferred", "requests_referred")
KEEPS_ITS_CASES = ("nation", "force", "type")  # regions may hand a case on
LAST_QUARTER = 4  # a case of it stands in the year's table where it stands in the quarter's
NEVER_MORE = [
    ("people_arrested", "arrests"),
    ("children_safeguarded", "people_safeguarded"),
    ("high_harm_threats_supported", "threats_supported"),
    ("cases_open", "cases_supported"),
    ("cases_opened", "cases_supported"),
    ("requests_adopted", "cases_opened"),
]
TWICE = {"requests_adopted": "cases_opened"}  # where they agree they are one number


class Attacker:
    """Unknowns are cells by period, name and true value: what did not change is one of them.

    What a silent file would have said is nobody's knowledge, and is no cell of another file.
    """

    def __init__(self, sheets, *, knows_why=False, with_left=False):
        self.with_left = with_left  # also of what a silent file leaves over
        self.sheets, self.known, self.least, self.said = sheets, {}, {}, {}
        self.unpublished = set()
        self.most, self.reach = {}, 0 if knows_why else LEAST_SHOWN
        before = defaultdict(set)
        for sheet in sheets:
            for name, value in sheet.cells.items():
                unknown = self.unknown(sheet, name)
                if value is None:
                    may_be_zero = name[:2] in sheet.zeros_hidden or sheet.hides_all_around(name)
                    least = not may_be_zero and name not in before[sheet.period]
                    self.least[unknown] = max(self.least.get(unknown, 0), int(least))
                else:
                    self.known[unknown] = value
            before[sheet.period] |= {name for name in sheet.cells if sheet.cells[name] is None}
            if knows_why:
                self.tell_why(sheet)
        self.set_up()

    def tell_why(self, sheet):
        """A small total is at most four; of a year one more for each small quarter but one."""
        for name, value in sheet.cells.items():
            measure, table, *_ = name
            most = LEAST_SHOWN - 1 + self.small_quarters(sheet, name)
            is_asked = table == "nation" and value is None and measure not in WITHOUT_LEVEL
            if is_asked and 0 < sheet.truth[name] <= most:
                total = self.unknown(sheet, name)
                self.most[total], self.least[total] = most, 1

    def small_quarters(self, year, name):
        """Return how many quarters but one hide the same; 0 where one shows it."""
        if year.quarter or name[0] not in (*ADDS_UP_OVER_TIME, *DECISIONS):
            return 0
        last = {
            each.quarter: each.cells.get(name, 0)
            for each in self.sheets
            if each.quarter and each.year == year.year
        }
        if any(last.values()):
            return 0
        return max(0, [*last.values()].count(None) - 1)

    def set_up(self):
        """Say what is true between cells of one file, of two, and of a year and its quarters."""
        ends = {sheet.ends for sheet in self.sheets}
        for sheet in self.sheets:
            self.within(sheet)
            if sheet.begins not in ends and (self.with_left or not sheet.is_silent):
                self.open_before(sheet)
        for one, other in product(self.sheets, self.sheets):
            if one.quarter == 0 < other.quarter and one.year == other.year:
                self.year_and_quarter(one, other)
            if one.ends == other.begins:
                self.carried(one, other)
        for year, quarters in self.years_with_quarters():
            self.opened_later(year, quarters)
            if len(quarters) == 4:
                self.year_of_quarters(year, quarters)
            else:
                self.left_over(year, quarters)
                self.last_of_four(year, quarters)

    def unknown(self, sheet, name):
        measure, *place = name
        other = (TWICE.get(measure, measure), *place)
        is_same = sheet.truth.get(other) == sheet.truth[name] and LESS not in sheet.period
        unknown = sheet.period, other if is_same else name, sheet.truth[name]
        return untold(unknown) if sheet.is_silent else unknown

    def say(self, *terms, equal=False):
        """Note that a sum of (sheet, name, factor) is 0, or at least 0, if so it really is."""
        if any(name not in sheet.truth for sheet, name, _ in terms):
            return
        total = sum(factor * sheet.truth[name] for sheet, name, factor in terms)
        if total == 0 or (total > 0 and not equal):
            row = defaultdict(int)
            for sheet, name, factor in terms:
                row[self.unknown(sheet, name)] += factor
            self.said[frozenset(row.items()), equal] = (dict(row), equal)

    def within(self, sheet):
        sums = defaultdict(list)
        for name in sheet.cells:
            measure, table, region, force, kind = name
            if force in sheet.region_of:
                own = (measure, "region", sheet.region_of[force], "", "")
                sums[own, table].append(name)
            if table in ("region", "force", "type"):
                sums[(measure, "nation", "", "", ""), table].append(name)
            elif table == "region_type":
                sums[(measure, "region", region, "", ""), table].append(name)
                sums[(measure, "type", "", "", kind), table].append(name)
        for (total, _), parts in sums.items():
            self.say((sheet, total, 1), *((sheet, part, -1) for part in parts), equal=True)
        for name in sheet.cells:
            self.between_measures(sheet, *name)

    def between_measures(self, sheet, measure, *rest):
        for less, more in NEVER_MORE:
            if measure == less:
                self.say((sheet, (more, *rest), 1), (sheet, (less, *rest), -1))
        if measure == "cases_supported":
            # A case that was open in the period is open at its end, or was closed in it.
            ends = [(sheet, (code, *rest), 1) for code in ("cases_open", "cases_closed")]
            self.say(*ends, (sheet, (measure, *rest), -1))
            self.say(*ends, (sheet, (measure, *rest), -1), equal=True)  # as it mostly is

    def year_and_quarter(self, year, quarter):
        """Nobody counted in a quarter is missing from the year; from their place, they may be."""
        for name in year.cells:
            measure, table, *_ = name
            if table == "region_type":
                continue
            grows = measure in PEOPLE_AND_THREATS and (table == "nation" or quarter.quarter == 1)
            is_kept = table in KEEPS_ITS_CASES or quarter.quarter == LAST_QUARTER
            grows |= measure == "cases_supported" and is_kept
            if grows or measure in ADDS_UP_OVER_TIME:
                self.say((year, name, 1), (quarter, name, -1))
            if measure == "cases_open" and quarter.quarter == LAST_QUARTER:
                self.say((year, name, 1), (quarter, name, -1), equal=True)

    def carried(self, earlier, later):
        """What is open when a period ends is worked on in the next, as is what is opened there."""
        for name in later.cells:
            measure, table, *place = name
            if measure == "cases_supported":
                left = (earlier, ("cases_open", table, *place), -1)
                if table in KEEPS_ITS_CASES:
                    self.say((later, name, 1), left)
                terms = [(later, name, 1), left, (later, ("cases_opened", table, *place), -1)]
                if table in KEEPS_ITS_CASES:
                    self.say(*terms)
                self.say(*terms, equal=True)  # as it mostly is

    def years_with_quarters(self):
        """Yield each year's file with each choice of one file of every quarter that is out."""
        for year in (sheet for sheet in self.sheets if not sheet.quarter):
            quarters = defaultdict(list)
            for sheet in self.sheets:
                if sheet.quarter and sheet.year == year.year:
                    quarters[sheet.quarter].append(sheet)
            for each in product(*(quarters[number] for number in sorted(quarters))):
                yield year, each

    def year_of_quarters(self, year, quarters):
        for name in year.cells:
            parts = [(quarter, name, 1) for quarter in quarters]
            if name[0] in ADDS_UP_OVER_TIME:
                self.say(*parts, (year, name, -1), equal=True)
            elif name[0] in (*PEOPLE_AND_THREATS, *DECISIONS, "cases_supported"):
                self.say(*parts, (year, name, -1))
                if name[0] in DECISIONS:
                    self.say(*parts, (year, name, -1), equal=True)  # as it mostly is

    def left_over(self, year, quarters):
        """A small number left of a year is in no file, and is worth working out all the same."""
        period = LESS.join(sheet.period for sheet in (year, *quarters))
        for name, number in year.truth.items():
            if name[0] in ADDS_UP_OVER_TIME and name[1] != "region_type":
                parts = [quarter for quarter in quarters if name in quarter.truth]
                rest = number - sum(quarter.truth[name] for quarter in parts)
                if parts and 0 < rest < LEAST_SHOWN:
                    left = Sheet(period, {}, {name: rest})
                    self.least[self.unknown(left, name)] = 0
                    terms = [(each, name, -1) for each in (*parts, left)]
                    self.say((year, name, 1), *terms, equal=True)

    def last_of_four(self, year, quarters):
        """What three quarters leave of their year is the fourth, which nobody has published.

        All that is true of a quarter is true of it; of its small numbers `left_over` speaks.
        """
        if len(quarters) < 3:
            return
        rest = what_is_left(year, quarters)
        unknowns = {self.unknown(rest, name) for name in rest.cells}
        self.unpublished |= unknowns
        self.least |= dict.fromkeys(unknowns, 0)
        self.within(rest)
        self.year_and_quarter(year, rest)
        for earlier, later in [*product(self.sheets, [rest]), *product([rest], self.sheets)]:
            if earlier.ends == later.begins:
                self.carried(earlier, later)
        every = sorted((*quarters, rest), key=lambda each: each.quarter)
        self.opened_later(year, every)
        self.year_of_quarters(year, every)

    def opened_later(self, year, quarters):
        """A year has the cases of a quarter and those opened in the later ones."""
        for name in year.cells:
            measure, table, *place = name
            if measure == "cases_supported" and table in KEEPS_ITS_CASES:
                for number, quarter in enumerate(quarters):
                    opened = ("cases_opened", table, *place)
                    later = [(each, opened, -1) for each in quarters[number + 1 :]]
                    self.say((year, name, 1), (quarter, name, -1), *later)
                    if len(later) == 3:
                        self.say((year, name, 1), (quarter, name, -1), *later, equal=True)

    def open_before(self, sheet):
        """What was supported and not opened was open before: small, and maybe in no file."""
        for name, number in sheet.truth.items():
            opened = ("cases_opened", *name[1:])
            rest = number - sheet.truth.get(opened, number)
            if name[0] == "cases_supported" and 0 < rest < LEAST_SHOWN:
                before = Sheet(f"before{LESS}quarter {sheet.begins}", {}, {name: rest})
                self.least[self.unknown(before, name)] = 0
                terms = [(each, what, -1) for each, what in ((sheet, opened), (before, name))]
                self.say((sheet, name, 1), *terms, equal=True)

    def worked_out(self):
        """Return (unknown, least, most) of each hidden cell that is not safe."""
        found = [
            (unknown, *bounds)
            for programme in self.programmes()
            for unknown in programme.unknowns
            if not has_no_level(unknown)
            and unknown not in self.unpublished
            and not programme.has_shown(unknown, self.is_safe)
            and not self.is_safe(unknown, *(bounds := programme.bounds(unknown)))
        ]
        return sorted(found)

    def bounds(self, wanted):
        """Return the least and the most that some hidden cells can be."""
        return {
            unknown: programme.bounds(unknown)
            for programme in self.programmes()
            for unknown in programme.unknowns
            if unknown in wanted
        }

    def programmes(self):
        least = {each: low for each, low in self.least.items() if each not in self.known}
        return programmes(least, self.most, self.known, self.said.values())

    def is_safe(self, unknown, low, high):
        return is_safe(unknown, low, high, most=self.reach)


def what_is_left(year, quarters):
    """Return what three quarters leave of their year, as a file that says nothing."""
    (number,) = {1, 2, 3, 4} - {each.quarter for each in quarters}
    truth = {}
    for name, total in year.truth.items():
        parts = [each.truth.get(name) for each in quarters]
        if name[0] == "cases_open" and number == LAST_QUARTER:
            truth[name] = total
        elif name[0] in (*ADDS_UP_OVER_TIME, *DECISIONS) and None not in parts:
            truth[name] = total - sum(parts)
    for (measure, *place), number_open in [*truth.items()]:
        if measure == "cases_open" and ("cases_closed", *place) in truth:
            truth["cases_supported", *place] = number_open + truth["cases_closed", *place]
    truth = {name: each for name, each in truth.items() if each >= 0 and name[1] != "region_type"}
    period = f"{year.period}{LESS}three-Q{number}"
    return Sheet(period, dict.fromkeys(truth), truth, region_of=year.region_of)


def untold(unknown):
    """Return what a silent file would have said, as an unknown of its own."""
    period, *rest = unknown
    return f"{period}, untold", *rest


def is_safe(unknown, low, high, most_width=NO_LIMIT, most=NO_LIMIT):
    """Return whether bounds are wide and reach a number that is shown, as far as they could.

    That what is left of a year is small may be known, and that nobody is behind a zero.
    """
    reach = 0 if LESS in unknown[0] or not unknown[2] else min(LEAST_SHOWN, most)
    return high - low >= min(LEAST_WIDTH, most_width) - NEAR and high >= reach - NEAR


def has_no_level(unknown):
    return unknown[1][0] in WITHOUT_LEVEL


def is_secret(unknown, newest):
    """Return whether nobody may work it out: a small number, or a zero that hides in `newest`.

    Nobody is behind a zero, and where all around it is hidden with it, it keeps nobody company.
    """
    period, name, number = unknown
    hides = period == newest.period and newest.cells.get(name, 0) is None
    return number > 0 or (hides and not newest.hides_all_around(name))


def in_silence(sheets, unsafe, knows_why):
    """Return the bounds of unknowns while the last of the files is silent.

    What that file leaves over of others is no number of its own then: only to ask after it, it is.
    """
    wanted = {unknown for unknown, *_ in unsafe}
    wanted |= {untold(each) for each in wanted}
    found = {}
    for with_left in (True, False) if unsafe else ():
        attacker = Attacker(sheets, knows_why=knows_why, with_left=with_left)
        found |= attacker.bounds(wanted)
    return found


def given_away(sheets):
    """Return what a file gave away as it came out: (unknown, least, most).

    What those before it had left open of a cell, even if it had said nothing, is not its doing.
    Nor is it a secret that what was hidden before to protect others was a zero.
    """
    found = []
    for upto, knows_why in product(range(1, len(sheets) + 1), (False, True)):
        newest = sheets[upto - 1]
        attacker = Attacker(sheets[:upto], knows_why=knows_why)
        unsafe = [each for each in attacker.worked_out() if is_secret(each[0], newest)]
        without = in_silence([*sheets[: upto - 1], newest.silent()], unsafe, knows_why)
        for unknown, low, high in unsafe:
            least, most = without.get(unknown) or without.get(untold(unknown), (0, NO_LIMIT))
            if not is_safe(unknown, low, high, most - least, min(most, attacker.reach)):
                found.append((unknown, low, high))
    return found
