"""Promises that hold for the whole house, whatever is added to it."""

import ast
import re

from django.conf import settings

from toex.tests.test_floors import source_files


def test_only_move_assigns_a_state():
    assigns = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for path in source_files()
        if re.search(r"\.state = (?!')|\bupdate\([^)]*\bstate=", path.read_text())
        and "/tests/" not in path.as_posix()
    }
    assert assigns == {"toex/workflow/moves.py"}


def lengths():
    for path in source_files():
        if "/migrations/" in path.as_posix():
            continue
        source = path.read_text()
        yield path, source.count("\n"), 400 if "/tests/" in path.as_posix() else 300
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path}:{node.name}", node.end_lineno - node.lineno + 1, 40


def test_no_module_and_no_function_is_too_long_to_take_in():
    assert [(what, length) for what, length, limit in lengths() if length > limit] == []


def test_every_list_with_filters_can_be_skipped_to():
    pages = [path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")]
    filtered = [page for page in pages if '"includes/filter_form.html"' in page]

    assert filtered
    assert all(page.count('id="list"') == 1 for page in filtered if "{% extends" in page)
