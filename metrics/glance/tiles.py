"""A map of tiles, one for each force: names, numbers and shades for a template to draw."""

from dataclasses import dataclass
from textwrap import wrap

from metrics.glance.grid import PLACES, SHORT

WIDTH, HEIGHT, GAP = 122, 86, 4
SHADES = 4  # of one hue; zero has none
LETTERS = 14  # on a line of a tile
NARROW = 3  # columns that a phone shows with their full names


@dataclass(frozen=True)
class Tile:
    """A force's number, with its address, at a place of the map; shade 0 is zero."""

    code: str
    name: str
    short: str
    x: int
    y: int
    lines: list[tuple[int, str]]
    number: str
    records: str
    shade: int


@dataclass(frozen=True)
class TileMap:
    width: int
    height: int
    tiles: list[Tile]
    legend: list[tuple[int, str]]

    @property
    def is_wide(self) -> bool:
        return self.width > NARROW * (WIDTH + GAP)

    @property
    def middle(self) -> int:
        return WIDTH // 2

    @property
    def tile_width(self) -> int:
        return WIDTH

    @property
    def tile_height(self) -> int:
        return HEIGHT


def map_of(numbers) -> TileMap | None:
    """Return the map of `numbers`: (code, name, value, address of the records) of each force.

    Only the part of the grid on which they stand is drawn; None where there is no force.
    """
    placed = [each for each in numbers if each[0] in PLACES]
    if not placed:
        return None
    columns = [PLACES[code][0] for code, *_ in placed]
    rows = [PLACES[code][1] for code, *_ in placed]
    most = max(value for _, _, value, _ in placed)
    tiles = [
        Tile(
            code,
            name,
            SHORT.get(code, name),
            (column - min(columns)) * (WIDTH + GAP),
            (row - min(rows)) * (HEIGHT + GAP),
            [(20 + 16 * number, line) for number, line in enumerate(in_lines(name))],
            f"{value:,}",
            records,
            shade_of(value, most),
        )
        for code, name, value, records in placed
        for column, row in [PLACES[code]]
    ]
    return TileMap(
        (max(columns) - min(columns) + 1) * (WIDTH + GAP) - GAP,
        (max(rows) - min(rows) + 1) * (HEIGHT + GAP) - GAP,
        sorted(tiles, key=lambda tile: (tile.y, tile.x)),
        legend_of(most),
    )


def in_lines(name: str) -> list[str]:
    return wrap(name, LETTERS, break_long_words=False, break_on_hyphens=False)


def shade_of(value: int, most: int) -> int:
    """Return the shade of a number: 0 of zero, else 1 to 4 by equal parts of the largest."""
    return -(-SHADES * value // most) if value else 0


def legend_of(most: int) -> list[tuple[int, str]]:
    """Return which numbers each shade is for; a shade for no number is left out."""
    told = [(0, "0")]
    for shade in range(1, SHADES + 1):
        first, last = most * (shade - 1) // SHADES + 1, most * shade // SHADES
        if first <= last:
            told.append((shade, f"{first:,}" if first == last else f"{first:,} to {last:,}"))
    return told
