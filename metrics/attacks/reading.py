"""What is known of a release as it stands: attacked, being attacked, or not since it changed."""

import hashlib
import json
from dataclasses import dataclass

from metrics.disclosure.rows import others_beside
from metrics.models import Attack, Release


@dataclass(frozen=True)
class Standing:
    """`fresh` is the finished attack on the release as it stands, `running` one under way.

    `before` is the last one that finished, on what has changed since.
    """

    fresh: Attack | None
    running: Attack | None
    before: Attack | None

    @property
    def is_clean(self) -> bool:
        return self.fresh is not None and not self.fresh.findings


def standing_of(release: Release) -> Standing:
    """Return what is known of a release as it stands."""
    made_from, attacks = digest_of(release), release.attacks.select_related("asked_by")
    same = attacks.filter(made_from=made_from).latest_first()
    other = attacks.exclude(made_from=made_from).latest_first()
    return Standing(same.finished().first(), same.unfinished().first(), other.finished().first())


def digest_of(release: Release) -> str:
    """Return a digest of everything that an attack on the release depends on.

    That is every figure of its own, and which others of its year and beside it are out; theirs
    are locked.
    """
    others = others_beside(release).order_by("pk").values_list("reference", "sha256")
    figures = release.figures.order_by("pk").values_list(
        "pk", "value", "status", "number", "largest", "hidden"
    )
    told = json.dumps([list(others), list(figures)], default=str)
    return hashlib.sha256(told.encode()).hexdigest()
