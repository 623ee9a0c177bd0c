"""The attack on a release, in the background and kept: run when something it rests on changes."""

from metrics.attacks.asking import ask_for_attack, attack_what_waits
from metrics.attacks.keeping import insist_on_clean, run_attack
from metrics.attacks.reading import Standing, standing_of

__all__ = [
    "Standing",
    "ask_for_attack",
    "attack_what_waits",
    "insist_on_clean",
    "run_attack",
    "standing_of",
]
