"""Words that no page, message or file of this service says (CONTRIBUTING.md, Style)."""

import ast
import re

from django.conf import settings

from toex.tests.test_floors import source_files

# Unkind, or the machine's own; then jargon; then words that judge before anybody has.
BANNED = re.compile(
    r"\b(invalid|please|oops|forbidden|illegal|unauthori[sz]ed|bad request|"
    r"land(s|ed|ing)?|leverage[sd]?|drill(ed)? down|deep dive|actionable|going forward|"
    r"hits?|payload|rescue[sd]?|offenders?|escalated?)\b",
    re.IGNORECASE,
)
TEMPLATES = settings.BASE_DIR / "templates"
# Commands speak to whoever runs the service, in the words of the contract.
NOT_READ = ("tests", "migrations", "management")
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->", re.DOTALL)
TAGS = re.compile(
    r"{{.*?}}|{%\s*(?:if|elif|for|url|row_url|load|with|extends)\b.*?%}"
    r"|include \"[^\"]*\"|\bact=\"\w+\"",
    re.DOTALL,
)
ATTRIBUTES = re.compile(
    r"</?\w+|\baria-invalid\b"
    r"|\b(?:class|href|id|name|for|value|action|src|data-[\w-]+)=\"[^\"]*\""
)


def words_of_templates():
    """Yield (where, words): what a reader sees or hears of each template."""
    for path in sorted(TEMPLATES.rglob("*.*")):
        text = path.read_text()
        for machine in (COMMENT, TAGS, ATTRIBUTES):
            text = machine.sub(" ", text)
        yield path.relative_to(settings.BASE_DIR), text


def words_of_modules():
    """Yield (where, words): each sentence in the source that is not a docstring."""
    for path in source_files():
        if any(f"/{part}/" in path.as_posix() for part in NOT_READ):
            continue
        tree = ast.parse(path.read_text())
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and " " in node.value and id(node) not in told:
                where = f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}"
                yield where, node.value


def banned_in(pages):
    return [(str(where), found[0]) for where, text in pages for found in BANNED.finditer(text)]


def test_no_template_says_a_banned_word():
    assert banned_in(words_of_templates()) == []


def test_no_sentence_in_the_source_says_a_banned_word():
    assert banned_in(words_of_modules()) == []


def test_the_search_finds_what_a_reader_would_read():
    page = '{% include "x.html" with words="Land it" %}<p class="invalid">Oops{{ landed }}</p>'
    for machine in (COMMENT, TAGS, ATTRIBUTES):
        page = machine.sub(" ", page)

    assert banned_in([("page", page)]) == [("page", "Land"), ("page", "Oops")]
