"""What a PDF says: its text as a reader copies it, and its tags as a screen reader finds them."""

import io
import re

import pikepdf

RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
CHARACTER = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def text_of(content) -> str:
    """Return all text of a PDF; each piece that is set by itself on a line of its own."""
    with opened(content) as pdf:
        return "\n".join(
            piece for page in pdf.pages for piece in _pieces(page, page.obj.get("/Resources"))
        )


def tags_of(content) -> list[tuple]:
    """Return the kind and the alternative text of each tag, in reading order."""
    with opened(content) as pdf:
        return list(_tags(pdf.Root.StructTreeRoot))


def _tags(node):
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S), str(kid.get("/Alt", ""))
            yield from _tags(kid)


def _pieces(holder, resources):
    fonts = {name: _characters(font) for name, font in resources.get("/Font", {}).items()}
    told, font = [], {}
    for operands, operator in pikepdf.parse_content_stream(holder):
        match str(operator):
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj":
                told.append(_said(font, operands))
            case "TJ":
                told.append(_said(font, operands[0]))
            case "ET":
                yield "".join(told)
                told = []
            case "Do":
                inner = resources.XObject[str(operands[0])]
                if inner.Subtype == "/Form":
                    yield from _pieces(inner, inner.get("/Resources", resources))


def _said(font, strings):
    raw = b"".join(bytes(each) for each in strings if isinstance(each, pikepdf.String))
    codes = [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
    return "".join(font.get(code, "\ufffd") for code in codes)


def _characters(font):
    table, found = font.ToUnicode.read_bytes(), {}
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in RANGE.findall(part):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(text, 16) + step)
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in CHARACTER.findall(part):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found
