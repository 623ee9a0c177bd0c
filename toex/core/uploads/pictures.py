"""Look into PNG and JPEG files: how large they become when shown, and where they end."""

import struct

from toex.core.uploads.refusals import UploadRefused

TOO_LARGE = "The selected picture has too many pixels. Make it smaller and try again"
BROKEN = "The selected picture cannot be read. Save it again and try once more"
MOST_PIXELS = 50_000_000
PNG_END = b"IEND\xaeB`\x82"
# Markers of a JPEG that begin a frame and so tell its size.
FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
ALONE = {0x01, *range(0xD0, 0xD8)}


def look_into_png(content: bytes) -> None:
    """:raises UploadRefused: too many pixels, or something stands after the picture's end"""
    if content[12:16] != b"IHDR" or len(content) < 33 or not content.endswith(PNG_END):
        raise UploadRefused(BROKEN)
    check_pixels(*struct.unpack(">II", content[16:24]))


def look_into_jpeg(content: bytes) -> None:
    """:raises UploadRefused: too many pixels, or no frame is found"""
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            break
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in ALONE:
            at += 2
        elif marker in FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return check_pixels(width, height)
        else:
            at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    raise UploadRefused(BROKEN)


def check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise UploadRefused(BROKEN)
    if width * height > MOST_PIXELS:
        raise UploadRefused(TOO_LARGE)
