"""Nothing in the house imports from a floor above its own."""

import ast

from django.conf import settings

FLOORS = [  # from the ground up
    "toex.core",
    "toex.forces",
    "toex.audit",
    "toex.workflow",
    "toex.accounts",
    "toex.notices",
    "toex.web",
    "tasking",
    "cases",
    "metrics",
    "toex",  # the roof: whatever else lies in toex/
]


def source_files():
    for package in ("toex", "tasking", "cases", "metrics"):
        yield from sorted((settings.BASE_DIR / package).rglob("*.py"))


def floor_of(module):
    fits = [name for name in FLOORS if f"{module}.".startswith(f"{name}.")]
    return FLOORS.index(max(fits, key=len)) if fits else None


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_imports_only_ever_point_down():
    upward = []
    for path in source_files():
        module = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
        if ".tests." in module:
            continue  # a test may borrow another floor's factories
        for imported in imports_of(path):
            there, here = floor_of(imported), floor_of(module)
            if there is not None and here is not None and there > here:
                upward.append(f"{module} -> {imported}")
    assert upward == []
