"""Key points in words: the number first, then a comparison, then a caution.

A sentence says what the system recorded, never why. Each number in it stands in the figures of
this release or of the one it is compared with, or is the percentage between two of them.
"""

from fractions import Fraction

from metrics.choices import Status
from metrics.files.words import short
from toex.core.periods import parse

FEWEST, MOST = 3, 6
LEAST_BASE_FOR_A_PERCENTAGE, SURE = 10, 20
UNSURE = " [u]"  # low reliability: a percentage of a small number
SIMILAR = Fraction(1, 100)
WORDS = {  # what one and many of a measure are called, in the order of telling
    "people_safeguarded": (
        "person was recorded as safeguarded with a contribution by TOEX teams",
        "people were recorded as safeguarded with a contribution by TOEX teams",
    ),
    "ocgs_identified": (
        "organised crime group was recorded as identified by TOEX teams",
        "organised crime groups were recorded as identified by TOEX teams",
    ),
    "high_harm_threats_supported": (
        "high-harm threat was recorded as supported by TOEX teams",
        "high-harm threats were recorded as supported by TOEX teams",
    ),
    "cases_supported": (
        "case was recorded as supported by TOEX teams",
        "cases were recorded as supported by TOEX teams",
    ),
    "requests_received": (
        "request for TOEX support was recorded as received",
        "requests for TOEX support were recorded as received",
    ),
    "arrests": (
        "arrest was recorded to which TOEX teams contributed",
        "arrests were recorded to which TOEX teams contributed",
    ),
    "nrm_referrals": (
        "NRM referral was recorded to which TOEX teams contributed",
        "NRM referrals were recorded to which TOEX teams contributed",
    ),
    "products_delivered": (
        "product was recorded as delivered by TOEX teams",
        "products were recorded as delivered by TOEX teams",
    ),
}
CAUTIONS = {
    "people": "A person is counted once in a period, so periods do not add up.",
    "threats": "Threats identified and threats supported are different counts.",
    "cases": "A case open in several periods is counted in each, so periods do not add up.",
}


def commentary(snapshot, earlier=()) -> list[dict]:
    """Return three to six key points: `text`, and `figures`, the cells it rests on.

    `earlier` are snapshots of other releases; the one a year before is compared with.
    """
    before = year_before(snapshot, earlier)
    points, cautioned = [], set()
    for code in WORDS:
        point = _point(snapshot, before, code, cautioned)
        if point:
            points.append(point)
        if code == "requests_received":
            points += _most_requested(snapshot)
    return _telling(points)[:MOST]


def _telling(points):
    """Leave out zeros with nothing to compare them with, unless there would be too few points."""
    some = [point for point in points if not point["text"].startswith("0 ") or point["compared"]]
    kept = some if len(some) >= FEWEST else points
    return [{name: point[name] for name in ("text", "figures")} for point in kept]


def year_before(snapshot, earlier):
    """Return the snapshot of the same quarter, or year, one year before; None without one.

    Of several editions the last one counts.
    """
    first = parse(snapshot["period"]["name"]).first
    same = [
        each
        for each in earlier
        if parse(each["period"]["name"]).first == first.replace(year=first.year - 1)
        and ("-Q" in each["period"]["name"]) == ("-Q" in snapshot["period"]["name"])
    ]
    return max(same, key=lambda each: each["edition"], default=None)


def national(snapshot, code):
    """Return the published number for England and Wales, or None."""
    for figure in snapshot["figures"]:
        where = (figure["measure"], figure["table"], figure["abroad"])
        if where == (code, "nation", False) and figure["status"] == Status.OK:
            return figure["value"]
    return None


def noun(code, value) -> str:
    """Return what `value` of a measure is called: “person was …”, “people were …”."""
    one, many = WORDS[code]
    return one if value == 1 else many


def change_in_words(now, then, when: str) -> str:
    """Return a comparison with both numbers: “a 6% decrease from 4,413 in 2021/22 Q3”."""
    if now == then:
        return f"the same as in {when}"
    difference = Fraction(now) - Fraction(then)
    if then and abs(difference) < SIMILAR * Fraction(then):
        return f"similar to {short(then)} in {when}"
    if then < LEAST_BASE_FOR_A_PERCENTAGE:
        return f"compared with {short(then)} in {when}"
    way = "increase" if difference > 0 else "decrease"
    percent = _rounded(100 * abs(difference) / Fraction(then))
    article = "an" if str(percent).startswith("8") or percent in (11, 18) else "a"
    return f"{article} {percent:,}%{UNSURE * (then < SURE)} {way} from {short(then)} in {when}"


def _rounded(value):
    """Round half away from zero; `value` is not negative."""
    return int(value + Fraction(1, 2))


def _point(snapshot, before, code, cautioned):
    now = national(snapshot, code)
    if now is None:
        return None
    period, then = snapshot["period"]["label"], before and national(before, code)
    told = f"{short(now)} {noun(code, now)} in England and Wales in {period}"
    if then is not None:
        told += f", {change_in_words(now, then, before['period']['label'])}"
    kind = next(each["class"] for each in snapshot["measures"] if each["code"] == code)
    caution = "" if kind in cautioned else CAUTIONS.get(kind, "")
    cautioned.add(kind)
    return {
        "text": f"{told}. {caution}".rstrip(),
        "compared": then is not None,
        "figures": [[code, "nation", "", "", "", False]],
    }


def _most_requested(snapshot):
    """Name the most requested type where every type has its number: hidden ones might be more."""
    code, whole = "requests_received", national(snapshot, "requests_received")
    cells = [
        figure
        for figure in snapshot["figures"]
        if (figure["measure"], figure["table"]) == (code, "type")
    ]
    if not whole or not cells or any(figure["status"] != Status.OK for figure in cells):
        return []
    most = max(figure["value"] for figure in cells)
    top = [figure for figure in cells if figure["value"] == most]
    if len(top) > 1:
        return []
    kind = top[0]["primary_type"]
    label = next(each["label"] for each in snapshot["types"] if each["code"] == kind)
    share = f"{short(most)} of {short(whole)} requests received"
    if whole >= LEAST_BASE_FOR_A_PERCENTAGE:
        share += f" ({_rounded(Fraction(100 * most, whole))}%{UNSURE * (whole < SURE)})"
    were = "was" if most == 1 else "were"
    return [
        {
            "text": f"{share} {were} recorded with the primary type {_lower(label)}, more than "
            f"with any other, in {snapshot['period']['label']}.",
            "figures": [[code, "nation", "", "", "", False], [code, "type", "", "", kind, False]],
            "compared": False,
        }
    ]


def _lower(label):
    return label[0].lower() + label[1:]
