"""What is copied from the design systems is free of what is not ours to use."""

import pytest
from django.core.management import CommandError, call_command

from toex.core.management.commands.build_assets import FILES, clean_css, clean_js

THEIRS = (
    b"@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
    b".a{font-family:GDS Transport,arial,sans-serif;background:url(/assets/images/crest.svg)}"
    b".b{background-color:#0f7a52}/*# sourceMappingURL=x.css.map */"
)


class TestCleanCss:
    def test_leaves_no_typeface_no_crest_no_source_map_and_no_colour_of_theirs(self):
        cleaned = clean_css(THEIRS).decode()

        for mark in ("GDS Transport", "@font-face", "url(", "sourceMappingURL", "#0f7a52"):
            assert mark not in cleaned
        assert ".b{background-color:var(--toex-action)}" in cleaned


def test_a_script_loses_its_source_map():
    assert clean_js(b"run()\n//# sourceMappingURL=x.js.map\n") == b"run()\n\n"


class TestBuildAssets:
    def test_copies_what_the_pages_ask_for(self, settings, tmp_path):
        settings.BASE_DIR = tmp_path
        for path in FILES.values():
            (tmp_path / "node_modules" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "node_modules" / path).write_bytes(THEIRS)

        call_command("build_assets", verbosity=0)

        copied = {path.name: path for path in (tmp_path / "toex/static/vendor").iterdir()}
        assert set(copied) == set(FILES)
        assert copied["signs.ttf"].read_bytes() == THEIRS

    def test_says_what_to_run_first(self, settings, tmp_path):
        settings.BASE_DIR = tmp_path

        with pytest.raises(CommandError, match="npm ci"):
            call_command("build_assets")
