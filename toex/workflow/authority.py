"""By what right somebody acts: their own role, or the cover they hold for somebody who is away.

This is the one place where a role is held against what it opens. Cover lends the power to decide
and nothing else: what is seen, and where, still follows from one's own role and place.
"""


def own(by, roles):
    """Return whether the role of `by` is one of `roles`."""
    return getattr(by, "role", None) in roles


def cover_for(by, roles):
    """Return the cover that `by` needs and holds for what is open to `roles`, or None."""
    cover = None if own(by, roles) else getattr(by, "cover", None)
    return cover if cover is not None and cover.lends in roles else None


def may(by, roles):
    """Return whether `by` may do what is open to `roles`, by their own role or under cover."""
    return own(by, roles) or cover_for(by, roles) is not None


def behind(by):
    """Return the keys of whose act this is: who acts, and whom they act for under cover.

    What one of the two did, neither decides on: cover is no way round one's own work.
    """
    cover = getattr(by, "cover", None)
    return {by.pk, cover.manager_id} if cover is not None else {by.pk}


def told(by, roles):
    """Return what the trail says besides, where `by` needs cover for what is open to `roles`."""
    cover = cover_for(by, roles)
    return {"cover": cover.manager.email} if cover is not None else {}
