"""What each cell of a return means: from what the spreadsheet holds to a plain value."""

import re
import unicodedata
from datetime import date, datetime

from cases.choices import (
    AgeGroup,
    AssetStage,
    Attribution,
    FourP,
    Level,
    OutcomeKind,
    ThreatKind,
)
from cases.outcomes import MOST_MONTHS, MOST_PENCE, MOST_PEOPLE, is_subject_key
from cases.returns.workbook import UNCALCULATED
from tasking.choices import ExploitationType
from toex.core.countries import COUNTRIES

ACTIVITY = "development_activity"
PRODUCT = "product_delivered"
YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1"), True),
    **dict.fromkeys(("no", "n", "false", "0"), False),
}
CONTROL = ("Cc", "Cs", "Zl", "Zp")
ERRORS_OF_A_SHEET = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
MOST = {"quantity": MOST_PEOPLE, "months": MOST_MONTHS, "amount_pence": MOST_PENCE}


class Unfit(ValueError):
    """The cell does not hold what its column is for; the message is a sentence."""


def text_of(cell):
    """Return what a cell holds as text; empty where it holds nothing.

    :raises Unfit: it holds an error, a formula without a value, or a time
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _plain(cell.strip())
    if cell is UNCALCULATED:
        raise Unfit(
            "The cell holds a formula without a value. Open the file, let it calculate, save it."
        )
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, int | float):
        return str(cell)
    raise Unfit("The cell must hold text, not a date or a time. Format the column as text.")


def _plain(text):
    if text in ERRORS_OF_A_SHEET:
        raise Unfit(f"The cell holds the error {text}.")
    if not text.isprintable() and any(unicodedata.category(each) in CONTROL for each in text):
        raise Unfit("The text must be on one line, without control characters.")
    return text


def date_of(cell):
    """Read `2022-11-28`, `28/11/2022` or the date of a spreadsheet. :raises Unfit:"""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    try:
        if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        raise Unfit(f"“{text}” must be a real date.") from None
    raise Unfit("The date must be like 2022-11-28 or 28/11/2022.")


def whole_number(column, *, least):
    def read(cell):
        text = "" if isinstance(cell, bool) else text_of(cell)
        match = re.fullmatch(r"(\d{1,18})(?:\.0{1,9})?", text, re.ASCII)
        if not match or int(match[1]) < least:
            raise Unfit(f"The {column.replace('_', ' ')} must be a whole number, {least} or more.")
        if int(match[1]) > MOST[column]:
            raise Unfit(f"The {column.replace('_', ' ')} must be {MOST[column]:,} or less.")
        return int(match[1])

    return read


def yes_or_no(cell):
    text = text_of(cell).lower()
    if text not in YES_NO:
        raise Unfit("The answer must be yes or no.")
    return YES_NO[text]


def text_up_to(most):
    def read(cell):
        text = text_of(cell)
        if len(text) > most:
            raise Unfit(f"The text must be {most} characters or fewer.")
        return text

    return read


def code_of(codes, *, what):
    """Return a reader for one of `codes`, exactly as they are written."""
    codes = {code: code for code in codes}  # one text for each code, not one for each cell
    meant = {_bare(code): code for code in codes}

    def read(cell):
        text = text_of(cell)
        if text in codes:
            return codes[text]
        raise Unfit(_no_such(text, what, meant.get(_bare(text))))

    return read


def _bare(text):
    return text.casefold().replace(" ", "").replace("-", "").replace("_", "")


def _no_such(text, what, meant):
    hint = f" Write it as “{meant}”." if meant else ""
    return f"There is no {what} “{text[:60]}”.{hint}"


def subject_key(cell):
    text = text_of(cell)
    if not is_subject_key(text):
        raise Unfit(
            "The subject key must be 4 to 32 capital letters, digits, hyphens and slashes, "
            "and start with a letter or digit."
        )
    return text


def codes_between_semicolons(codes, *, what):
    read_one = code_of(codes, what=what)

    def read(cell):
        parts = [part.strip() for part in text_of(cell).split(";")]
        return tuple(sorted({read_one(part) for part in parts if part}))

    return read


def readers(*, forces, regions):
    """Return what reads each column, given the codes of the forces and regions there are."""
    kinds = [*OutcomeKind.values, ACTIVITY, PRODUCT]
    return {
        "case_reference": text_up_to(60),
        "operation_name": text_up_to(100),
        "requesting_force": code_of(forces, what="force"),
        "primary_type": code_of(ExploitationType.values, what="exploitation type"),
        "opened_on": date_of,
        "closed_on": date_of,
        "supporting_regions": codes_between_semicolons(regions, what="region"),
        "event_kind": code_of(kinds, what="kind of event"),
        "occurred_on": date_of,
        "subject_key": subject_key,
        "quantity": whole_number("quantity", least=1),
        "force": code_of(forces, what="force"),
        "country": code_of(COUNTRIES, what="country"),
        "attribution": code_of(Attribution.values, what="attribution"),
        "threat_reference": text_up_to(100),
        "threat_kind": code_of(ThreatKind.values, what="kind of threat"),
        "level": code_of(Level.values, what="disruption level"),
        "four_p": code_of(FourP.values, what="4P strand"),
        "age_group": code_of(AgeGroup.values, what="age group"),
        "amount_pence": whole_number("amount_pence", least=0),
        "stage": code_of(AssetStage.values, what="stage of an asset"),
        "months": whole_number("months", least=0),
        "order_type": text_up_to(60),
        "partner": text_up_to(100),
        "evidence_reference": text_up_to(100),
        "identified_by_toex": yes_or_no,
        "high_harm": yes_or_no,
    }
