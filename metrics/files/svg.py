"""A chart as an SVG image: what it shows stands in its text, for those who do not see it."""

from textwrap import wrap

from django.utils.html import escape

from metrics.choices import Status
from metrics.files.words import cell, clean, short

WIDTH, LEFT, RIGHT, TOP = 760, 330, 90, 8
BAR, STEP, LINE = 20, 36, 16
LONGEST_LINE = 44  # characters beside a bar
BLUE, INK, GREY = "#12436D", "#0b0c0c", "#505a5f"
FONT = 'font-family="Source Sans Pro, Arial, sans-serif" font-size="14"'


def image(chart) -> bytes:
    """Return the SVG of a chart of the snapshot: bars from zero, a mark where there is no bar."""
    bars, height = chart["bars"], TOP * 2 + STEP * len(chart["bars"])
    most = max([_shown(bar) for bar in bars], default=0) or 1
    name = escape(chart["code"])
    lines = [_bar(number, bar, most) for number, bar in enumerate(bars)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" role="img" '
            f'aria-labelledby="{name}-title {name}-desc" {FONT}>',
            f'<title id="{name}-title">{_text(chart["title"])}</title>',
            f'<desc id="{name}-desc">{_text(described(chart))}</desc>',
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *lines,
            f'<line x1="{LEFT}" y1="{TOP}" x2="{LEFT}" y2="{height - TOP}" stroke="{GREY}"/>',
            "</svg>\n",
        ]
    ).encode()


def described(chart) -> str:
    """Return the whole chart in words: what is plotted, and each bar's label and number."""
    bars = "; ".join(f"{bar['label']}: {_told(bar)}" for bar in chart["bars"])
    return f"{chart['subtitle']}. {bars}."


def _bar(number, bar, most):
    middle = TOP + number * STEP + STEP // 2
    length = round((WIDTH - LEFT - RIGHT) * _shown(bar) / most)
    mark = (
        f'<rect x="{LEFT}" y="{middle - BAR // 2}" width="{length}" height="{BAR}" fill="{BLUE}"/>'
    )
    lines = wrap(clean(bar["label"]), LONGEST_LINE) or [""]
    top = middle + 5 - LINE * (len(lines) - 1) // 2
    label = "".join(
        f'<tspan x="{LEFT - 10}" y="{top + LINE * number}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return (
        f'<text text-anchor="end" fill="{INK}">{label}</text>{mark if length else ""}'
        f'<text x="{LEFT + length + 8}" y="{middle + 5}" fill="{INK}">{_told(bar)}</text>'
    )


def _shown(bar):
    return (bar["value"] or 0) if bar["status"] == Status.OK else 0


def _told(bar):
    return short(cell(bar["value"], bar["status"]))


def _text(text):
    return escape(clean(text))
