"""Check a file by its name, its size and its content; nothing in it is run or rendered.

What a browser says of the kind is not looked at. A refusal is one sentence for the person.
"""

import hashlib
import unicodedata
from dataclasses import dataclass

import filetype
from django.conf import settings

from toex.core.uploads import office, pictures, scanner
from toex.core.uploads.refusals import UploadRefused

KINDS = {  # extension: (content type, what the content is recognised as)
    "pdf": ("application/pdf", {"application/pdf"}),
    "docx": (office.DOCX, {office.DOCX, "application/zip"}),
    "xlsx": (office.XLSX, {office.XLSX, "application/zip"}),
    "csv": ("text/csv", {None}),
    "png": ("image/png", {"image/png"}),
    "jpg": ("image/jpeg", {"image/jpeg"}),
    "jpeg": ("image/jpeg", {"image/jpeg"}),
}
WRONG_KIND = "The selected file must be a PDF, DOCX, XLSX, CSV, PNG or JPG"
NOT_WHAT_IT_SAYS = "The selected file is not what its name says. Save it again and try once more"
WITH_MACROS = (
    "The selected file can hold macros, which are not taken. Save it as a {} and try again"
)
WITHOUT_MACROS = {  # extension: what to save it as instead
    **dict.fromkeys(("xlsm", "xltm", "xlam"), "workbook without macros (XLSX)"),
    **dict.fromkeys(("docm", "dotm"), "document without macros (DOCX)"),
    **dict.fromkeys(("pptm", "potm", "ppsm", "ppam"), "PDF"),
}
EMPTY = "The selected file is empty"
ACTIVE_PDF = "The selected file can start something when it is opened. Print it to a new PDF"
NOT_TEXT = "The selected CSV file must be text in UTF-8. Save it as “CSV UTF-8” and try again"
LONGEST_NAME = 120
# A PDF that runs script, starts a program, or carries other files with it.
ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/JS<", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


@dataclass(frozen=True)
class Upload:
    """A file that passed: its name as shown, its content type, its bytes and their SHA-256.

    `scanned` tells whether a virus scanner looked, besides the checks of this package.
    """

    name: str
    content_type: str
    content: bytes
    sha256: str
    scanned: bool = False


def check_upload(name: str, file) -> Upload:
    """Return what is to be kept of `file`, an open file with a `size`.

    :raises UploadRefused: it is no kind we take, too large, not what it says, or not safe
    :raises NotChecked: the scanner does not answer
    """
    name = plain_name(name)
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in WITHOUT_MACROS:
        raise UploadRefused(WITH_MACROS.format(WITHOUT_MACROS[extension]))
    if extension not in KINDS:
        raise UploadRefused(WRONG_KIND)
    if file.size > settings.ATTACHMENT_MAX_BYTES:
        most = settings.ATTACHMENT_MAX_BYTES // 1024 // 1024
        raise UploadRefused(f"The selected file must be smaller than {most}MB")
    content = file.read(settings.ATTACHMENT_MAX_BYTES + 1)
    if not content:
        raise UploadRefused(EMPTY)
    content_type, recognised = KINDS[extension]
    if filetype.guess_mime(content[:8192]) not in recognised:
        raise UploadRefused(NOT_WHAT_IT_SAYS)
    LOOK_INSIDE[content_type](content)
    scanned = scanner.scan(content)
    return Upload(name, content_type, content, hashlib.sha256(content).hexdigest(), scanned)


def plain_name(name: str) -> str:
    """Return the last part of a name without what could mislead: folders, controls, directions."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        letter for letter in unicodedata.normalize("NFC", last) if is_plain(letter)
    ).strip(" .")
    stem, dot, extension = seen.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}{dot}{extension[:LONGEST_NAME]}"


def is_plain(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def look_into_pdf(content: bytes) -> None:
    if any(word in content for word in ACTIVE):
        raise UploadRefused(ACTIVE_PDF)


def look_into_csv(content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UploadRefused(NOT_TEXT) from None
    if "\x00" in text or text.lstrip()[:1] == "<":
        raise UploadRefused(NOT_WHAT_IT_SAYS)


LOOK_INSIDE = {
    "application/pdf": look_into_pdf,
    office.DOCX: lambda content: office.look_into(content, "word/"),
    office.XLSX: lambda content: office.look_into(content, "xl/"),
    "text/csv": look_into_csv,
    "image/png": pictures.look_into_png,
    "image/jpeg": pictures.look_into_jpeg,
}
