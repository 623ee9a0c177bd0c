"""The engine, without a database: the test vectors, and what makes a definition wrong."""

import copy
import json

import pytest

from tasking.scoring import NotAModel, NotLevels, criteria, digest, evaluate, validate
from tasking.tests.factories import DEMO_MODEL, LEVELS

SHIPPED = json.loads(DEMO_MODEL.read_text(encoding="utf-8"))
DEMO = SHIPPED["definition"]
LOW = {
    **LEVELS,
    "physical": "minor",
    "psychological": "moderate",
    "financial": "minor",
    "community_environment": "none",
    "geographic_scope": "minor",
    "victim_vulnerability": "medium",
    "frequency": "medium",
    "trend": "medium",
    "capacity_gap": "total",
    "capability_gap": "large",
}


def ends(end):
    return {criterion: end(scale, key=scale.get) for criterion, scale in criteria(DEMO).items()}


def exactly(total):
    return {"low": total, "high": total}


class TestTheVectors:
    def test_a_harm_20_times_likelihood_10_is_200_and_high(self):
        score = evaluate(DEMO, LEVELS)
        assert score.totals == {
            "harm": exactly(20),
            "likelihood": exactly(10),
            "risk": exactly(200),
        }
        assert score.band == "high"

    def test_b_financial_unknown_gives_a_range_that_is_high_at_both_ends(self):
        score = evaluate(DEMO, {**LEVELS, "financial": "unknown"})
        assert score.totals["harm"] == {"low": 18, "high": 26}
        assert score.totals["risk"] == {"low": 180, "high": 260}
        assert score.band == "high"

    def test_c_a_low_score_is_standard_and_its_gap_is_grade_c(self):
        score = evaluate(DEMO, LOW)
        assert score.totals["risk"] == exactly(30)
        assert (score.band, score.organisational_grade) == ("standard", "C")

    @pytest.mark.parametrize(("end", "risk"), [(min, 0), (max, 480)])
    def test_d_the_bounds_are_0_and_480(self, end, risk):
        assert evaluate(DEMO, ends(end)).totals["risk"] == exactly(risk)

    def test_where_the_ends_differ_there_is_no_band_and_no_grade(self):
        score = evaluate(DEMO, dict.fromkeys(LEVELS, "unknown"))
        assert score.totals["risk"] == {"low": 0, "high": 480}
        assert (score.band, score.organisational_grade) == ("", "")

    def test_confidence_is_recorded_beside_the_risk_and_not_in_it(self):
        for level in ("low", "high", "unknown"):
            score = evaluate(DEMO, {**LEVELS, "information_confidence": level})
            assert score.totals["risk"] == exactly(200)

    @pytest.mark.parametrize(("risk_at", "band"), [(59, "standard"), (60, "moderate")])
    def test_a_band_begins_at_its_cut(self, risk_at, band):
        model = altered(lambda model: model["compute"].update(risk=["sum", risk_at]))
        assert evaluate(model, LEVELS).band == band


class TestLevels:
    @pytest.mark.parametrize("criterion", LEVELS)
    def test_every_criterion_is_needed(self, criterion):
        with pytest.raises(NotLevels, match=f"Choose a level for {criterion}"):
            evaluate(DEMO, {name: level for name, level in LEVELS.items() if name != criterion})

    def test_a_level_of_another_scale_is_none(self):
        with pytest.raises(NotLevels, match="“total” is not a level of physical"):
            evaluate(DEMO, {**LEVELS, "physical": "total"})

    def test_a_criterion_of_no_model_is_none(self):
        with pytest.raises(NotLevels, match="“luck” is not a criterion"):
            evaluate(DEMO, {**LEVELS, "luck": "low"})


class TestTheWords:
    @pytest.mark.parametrize(
        ("formula", "low", "high"),
        [
            (["sum", "harm"], 20, 20),
            (["max", "harm"], 8, 8),
            (["mean", "likelihood"], "10/3", "10/3"),
            (["product", "likelihood"], 36, 36),
            (["weighted_sum", ["likelihood_total", 2], ["harm_total", "1/3"]], "80/3", "80/3"),
            (["weighted_sum", ["likelihood", "1/10"]], 1, 1),
            (["sum", "harm_total", 5], 25, 25),
        ],
    )
    def test_totals_are_exact(self, formula, low, high):
        model = altered(lambda model: model["compute"].update(risk=formula))
        validate(altered(lambda model: model["compute"].update(risk=formula), wide=True))
        assert evaluate(model, LEVELS).totals["risk"] == {"low": low, "high": high}


def altered(change, *, wide=False):
    model = copy.deepcopy(DEMO)
    change(model)
    if wide:
        model["bands"]["cuts"] = [[0, "standard"]]
    return model


WRONG = {
    "a part is missing": lambda model: model.pop("groups"),
    "a group has no scale": lambda model: model["groups"]["harm"].update(scale="none"),
    "a group is empty": lambda model: model["groups"]["harm"].update(criteria=[]),
    "a criterion stands twice": lambda model: model["groups"]["harm"]["criteria"].append("trend"),
    "levels have one name": lambda model: model["levels"].update(conf=[["low", 1], ["low", 2]]),
    "levels fall": lambda model: model["levels"].update(conf=[["low", 2], ["high", 1]]),
    "a level is below 0": lambda model: model["levels"].update(conf=[["low", -1], ["high", 1]]),
    "a level is no whole number": lambda m: m["levels"].update(conf=[["low", 0.5], ["high", 1]]),
    "a level is called unknown": lambda m: m["levels"].update(conf=[["unknown", 0], ["high", 1]]),
    "a word is unknown": lambda model: model["compute"].update(risk=["eval", "harm"]),
    "a formula has no operand": lambda model: model["compute"].update(risk=["sum"]),
    "a formula names nothing": lambda model: model["compute"].update(risk=["sum", "luck"]),
    "a constant is below 0": lambda model: model["compute"].update(risk=["sum", -5]),
    "a weight is below 0": lambda m: m["compute"].update(risk=["weighted_sum", ["harm", -1]]),
    "totals go in a circle": lambda m: m["compute"].update(
        risk=["sum", "more"], more=["max", "risk"]
    ),
    "a total is named as a group": lambda model: model["compute"].update(harm=["sum", "harm"]),
    "bands stand on nothing": lambda model: model["bands"].update(on="luck"),
    "two bands have one name": lambda m: m["bands"].update(cuts=[[0, "low"], [9, "low"]]),
    "cuts fall": lambda model: model["bands"].update(cuts=[[0, "low"], [9, "mid"], [5, "high"]]),
    "the lowest total has no band": lambda model: model["bands"].update(cuts=[[1, "low"]]),
    "a band is out of reach": lambda m: m["bands"].update(cuts=[[0, "low"], [481, "high"]]),
}


class TestValidation:
    def test_the_shipped_model_holds_together(self):
        validate(DEMO)
        assert "ILLUSTRATIVE \N{EN DASH} NOT MoRiLE" in SHIPPED["title"]
        assert SHIPPED["official"] is False

    @pytest.mark.parametrize("fault", WRONG)
    def test_a_definition_is_refused_where(self, fault):
        with pytest.raises(NotAModel):
            validate(altered(WRONG[fault]))

    def test_the_digest_does_not_depend_on_the_order_of_keys(self):
        turned = dict(reversed(list(DEMO.items())))
        assert digest(turned) == digest(DEMO)
        assert len(digest(DEMO)) == 64

    def test_every_single_raise_of_a_level_raises_no_total_less(self):
        for criterion, scale in criteria(DEMO).items():
            rising = sorted(scale, key=scale.get)
            risks = [
                evaluate(DEMO, {**LEVELS, criterion: level}).totals["risk"]["low"]
                for level in rising
            ]
            assert risks == sorted(risks)
