"""What holds rows of releases still, in SQL about `{row}`, for more than one migration."""

PUBLISHED = "{row}.state = 'published'"
NO_WAY_BACK = (
    "{row}.state = 'published'"
    " OR {row}.state = 'approved' AND NEW.state NOT IN ('approved', 'published')"
    " OR {row}.state <> 'frozen' AND {row}.state <> NEW.state AND NEW.state = 'draft'"
)
# An approved release may be frozen again, and then nobody has approved it.
ONE_STEP_BACK = (
    "{row}.state = 'published'"
    " OR {row}.state = 'approved' AND NEW.state NOT IN ('frozen', 'approved', 'published')"
    " OR {row}.state = 'approved' AND NEW.state = 'frozen'"
    " AND (NEW.approved_by_id IS NOT NULL OR NEW.approved_at IS NOT NULL)"
    " OR {row}.state <> 'frozen' AND {row}.state <> NEW.state AND NEW.state = 'draft'"
)
NO_DRAFT = "{row}.state <> 'draft'"
ALWAYS = "{row}.id IS NOT NULL"
ANY = ["INSERT", "UPDATE", "DELETE"]


def of(states):
    return (
        "EXISTS (SELECT 1 FROM metrics_release AS release"
        f" WHERE release.id = {{row}}.release_id AND release.state {states})"
    )


OF_PUBLISHED = of("= 'published'")
OF_APPROVED = of("IN ('approved', 'published')")
OF_NO_DRAFT = of("<> 'draft'")
