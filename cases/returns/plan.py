"""What of a return is new: cases, events, threats, links and closings; nothing is written here."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from cases.outcomes import role_of, threat_kind_of
from cases.returns.columns import CASE_COLUMNS
from cases.returns.known import Known
from cases.returns.lines import Line
from cases.returns.problems import Problems

FILLED_ON_THE_FIRST_LINE = ("requesting_force", "primary_type", "opened_on")


@dataclass
class ThreatSaid:
    """What a return says of a threat; `identified_on` is its earliest day of identification."""

    flags: set = field(default_factory=set)
    identified_on: date | None = None


@dataclass
class Plan:
    """What is to land. Events are (case, line, what tells it from others)."""

    region: object
    known: dict
    problems: Problems
    cases: dict = field(default_factory=dict)
    events: list = field(default_factory=list)
    closings: dict = field(default_factory=dict)
    threats: dict = field(default_factory=lambda: defaultdict(ThreatSaid))
    links: set = field(default_factory=set)
    subjects: dict = field(default_factory=dict)
    unchanged: int = 0

    def take(self, line: Line):
        """Add a line to the plan; what does not fit what is known goes to the problems."""
        if not line.reference:
            return
        known = self.known.get(line.reference)
        if known is None:
            known = self._bring(line)
        elif not known.doubtful:
            self._compare(known, line)
            line.case = None  # a hundred thousand lines need not carry what was just compared
        if line.number in self.problems.rows or known.doubtful or line.kind is None:
            return
        self._take_event(known, line)

    def _bring(self, line):
        missing = [column for column in FILLED_ON_THE_FIRST_LINE if column not in line.case]
        for column in missing if line.number not in self.problems.rows else ():
            self.problems.add(line.number, column, "Enter this on the first line of a new case.")
        known = Known(reference=line.reference, doubtful=line.number in self.problems.rows)
        self.known[line.reference] = known
        if known.doubtful:
            return known
        known.opened_on = line.case["opened_on"]
        known.parts = [(known.opened_on, None)]
        known.said = {column: {line.case.get(column)} for column in CASE_COLUMNS}
        known.said["operation_name"] = {line.case.get("operation_name", "")}
        known.said["supporting_regions"] = {line.case.get("supporting_regions", ())}
        self.cases[line.reference] = line
        self._check_support(line)
        self._check_closing(known, line)
        return known

    def _check_support(self, line):
        if self.region.code in line.case.get("supporting_regions", ()):
            self.problems.add(
                line.number, "supporting_regions", f"{self.region.code} leads the case."
            )

    def _compare(self, known, line):
        for column, value in line.case.items():
            if column == "closed_on":
                self._check_closing(known, line)
            elif value not in known.said[column]:
                self.problems.add(
                    line.number,
                    column,
                    f"This is not what is known of {line.reference}. "
                    "A return does not change a case.",
                )

    def _check_closing(self, known, line):
        closed_on = line.case.get("closed_on")
        if closed_on is None or closed_on in known.closings:
            return
        sentence = self._refuse_closing(known, closed_on)
        if sentence:
            self.problems.add(line.number, "closed_on", sentence)
            return
        known.closings.add(closed_on)
        self.closings[line.reference] = closed_on

    def _refuse_closing(self, known, closed_on):
        if closed_on < known.opened_on:
            return "The case must not be closed before it opened."
        if known.closings or not known.is_open:
            return f"{known.reference} is known to have closed on another day."
        if not known.is_led:
            return f"Another region leads {known.reference} now, and closes it."
        return None

    def _take_event(self, known, line):
        digest = line.digest()
        known.above[digest] += 1
        identity = f"{digest}:{known.above[digest]}"
        self._take_threat(known, line)
        if identity in known.lines:
            self.unchanged += 1
            return
        occurred_on = line.event["occurred_on"]
        if occurred_on < known.opened_on:
            self.problems.add(line.number, "occurred_on", "The day is before the case opened.")
        elif not known.has_part_on(occurred_on):
            self.problems.add(
                line.number,
                "occurred_on",
                f"{self.region.code} neither led nor supported {known.reference} on that day.",
            )
        self.events.append((known, line, identity))
        self._take_subject(known, line)

    def _take_threat(self, known, line):
        if not line.threat:
            return
        said = self.threats[line.threat]
        said.flags.update(line.flags)
        if threat_kind_of(line.kind) and "identified_by_toex" in line.flags:
            day = line.event["occurred_on"]
            said.identified_on = min(day, said.identified_on or day)
        self.links.add((known.reference, line.threat))

    def _take_subject(self, known, line):
        role = role_of(line.kind)
        if role and "subject_key" in line.event:
            subject = (known.reference, line.event["subject_key"], role)
            day = line.event["occurred_on"]
            self.subjects[subject] = min(day, self.subjects.get(subject, day))
