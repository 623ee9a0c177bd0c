"""Look into Word and Excel files: zip archives, which can be bombs or carry what runs."""

import io
import stat
import zipfile

from toex.core.uploads.refusals import UploadRefused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MACRO = "The selected file contains a macro. Save it without macros and try again"
BROKEN = "The selected file cannot be read. Save it again and try once more"
LOCKED = "The selected file has a password. Save it without one and try again"
TOO_MUCH = "The selected file holds too much when it is unpacked. Save it in smaller parts"
CARRIES = "The selected file has other files inside it. Remove them and try again"
MOST_PARTS = 2000
MOST_UNPACKED = 200 * 1024 * 1024
ENCRYPTED = 0x1
INSIDE = (".zip", ".docx", ".xlsx", ".xlsm", ".pptx", ".exe", ".dll", ".js", ".vbs", ".ps1")
# Where declarations stand that make a reader of XML fetch or expand things.
HEAD = 4096
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def look_into(content: bytes, folder: str) -> None:
    """Check an archive that should hold `folder`. :raises UploadRefused:"""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            check_size(parts)
            check_names(parts, folder)
            for part in parts:
                check_part(archive, part)
    except UploadRefused:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise UploadRefused(BROKEN) from None


def check_size(parts) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UploadRefused(TOO_MUCH)


def check_names(parts, folder: str) -> None:
    names = [part.filename for part in parts]
    lower = [name.lower() for name in names]
    if any("vbaproject" in name or "macrosheets/" in name for name in lower):
        raise UploadRefused(MACRO)
    if any("embeddings/" in name or "activex/" in name for name in lower):
        raise UploadRefused(CARRIES)
    if any(name.endswith(INSIDE) for name in lower):
        raise UploadRefused(CARRIES)
    wrong = len(set(names)) < len(names) or any(is_elsewhere(name) for name in names)
    if wrong or "[Content_Types].xml" not in names:
        raise UploadRefused(BROKEN)
    if not any(name.startswith(folder) for name in names):
        raise UploadRefused(BROKEN)


def is_elsewhere(name: str) -> bool:
    """Whether unpacking the part would write outside the folder it is unpacked in."""
    steps = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in steps or ":" in name or "\x00" in name


def check_part(archive, part) -> None:
    if part.flag_bits & ENCRYPTED:
        raise UploadRefused(LOCKED)
    if stat.S_ISLNK(part.external_attr >> 16):
        raise UploadRefused(BROKEN)
    if not part.filename.endswith((".xml", ".rels")):
        return
    with archive.open(part) as opened:
        head = opened.read(HEAD)
    if any(word in head or word.decode().encode("utf-16-le") in head for word in DECLARATIONS):
        raise UploadRefused(BROKEN)
    if part.filename == "[Content_Types].xml" and b"macroEnabled" in archive.read(part):
        raise UploadRefused(MACRO)
