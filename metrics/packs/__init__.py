"""Performance packs: a PDF for each region and force, from the snapshot of a release alone."""

from metrics.packs.asking import ask_for_packs
from metrics.packs.making import left_behind, make_packs
from metrics.packs.reading import latest_run, packs_for, ready_run

__all__ = ["ask_for_packs", "latest_run", "left_behind", "make_packs", "packs_for", "ready_run"]
