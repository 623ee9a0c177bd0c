"""Which version of each file of a case is the one on the list, and which came before it."""

from dataclasses import dataclass

from cases.models import CaseFile


@dataclass(frozen=True)
class Versions:
    """A file with its versions, newest first. A withdrawn version is never the current one."""

    files: list[CaseFile]

    @property
    def newest(self) -> CaseFile:
        """The version that a further one follows on, withdrawn or not."""
        return self.files[0]

    @property
    def current(self) -> CaseFile | None:
        return next((file for file in self.files if not file.is_withdrawn), None)

    @property
    def earlier(self) -> list[CaseFile]:
        """What the current version has taken the place of, and can still be downloaded."""
        return [file for file in self.files if file is not self.current and not file.is_withdrawn]

    @property
    def withdrawn(self) -> list[CaseFile]:
        return [file for file in self.files if file.is_withdrawn]


def versions_of(case) -> list[Versions]:
    """Return the files of a case, in the order in which their first versions were added."""
    chains = {}
    files = case.files.select_related("by", "withdrawal__by").order_by("pk")
    for file in files:
        file.case = case
        chain = chains.pop(file.replaces_id, [])
        chains[file.pk] = [file, *chain]
    in_order = sorted(chains.values(), key=lambda chain: chain[-1].pk)
    return [Versions(chain) for chain in in_order]


def current_version(case, *, of=None, name=""):
    """Return the versions of which `of` is the current one, or one with this name; else None."""
    return next(
        (
            versions
            for versions in versions_of(case)
            if (current := versions.current) is not None
            and (current == of if of else current.name.casefold() == name.casefold())
        ),
        None,
    )
