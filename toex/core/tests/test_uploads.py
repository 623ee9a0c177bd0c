"""Files that are taken, and a collection of hostile ones that are not, each with its sentence."""

import io
import socket
import stat
import struct
import tempfile
import threading
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from toex.core.uploads import UploadRefused, check_upload, office
from toex.core.uploads.checking import plain_name

WORD = "word/document.xml"
SHEET = "xl/workbook.xml"
TYPES = b'<?xml version="1.0"?><Types xmlns="urn:exercise"/>'
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def png(width=4, height=4, after=b""):
    def chunk(kind, data):
        summed = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + summed

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 13 * 4)
    begin = b"\x89PNG\r\n\x1a\n"
    return begin + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"") + after


def jpeg(width=4, height=4):
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\x00" * 9
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 9 + frame + b"\xff\xd9"


def archive(*parts, types=TYPES):
    """Return a zip archive of (name, content) parts, with its list of types first."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("[Content_Types].xml", types)
        for name, content in parts:
            opened.writestr(name, content)
    return made.getvalue()


def docx(*more, types=TYPES):
    return archive((WORD, b"<w:document/>"), *more, types=types)


def xlsx(*more):
    return archive((SHEET, b"<workbook/>"), *more)


def link(name):
    part = zipfile.ZipInfo(name)
    part.external_attr = (stat.S_IFLNK | 0o777) << 16
    return part


def bomb():
    return docx(("word/big.bin", bytes(210 * 1024 * 1024)))


def many_parts():
    return docx(*((f"word/{number}", b"") for number in range(2001)))


def locked():
    content = bytearray(docx())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def twice():
    with pytest.warns(UserWarning, match="Duplicate name"):
        return docx((WORD, b"<other/>"))


def upload(name, content):
    return check_upload(name, ContentFile(content, name=name))


TAKEN = {
    "report.pdf": (PDF, "application/pdf"),
    "REPORT.PDF": (PDF, "application/pdf"),
    "terms.docx": (docx(), office.DOCX),
    "rows.xlsx": (xlsx(), office.XLSX),
    "rows.csv": ("\ufeffkey,\u0175\n1,2\n".encode(), "text/csv"),
    "chart.png": (png(), "image/png"),
    "photo.jpg": (jpeg(), "image/jpeg"),
    "photo.jpeg": (jpeg(), "image/jpeg"),
}
TOO_MUCH = "holds too much"
KIND = "must be a PDF, DOCX, XLSX, CSV, PNG or JPG"
NOT_SO = "is not what its name says"
MACRO = "contains a macro. Save it without macros and try again"
BROKEN = "cannot be read. Save it again"
INSIDE = "has other files inside it"
PIXELS = "too many pixels"
STARTS = "can start something when it is opened"
HOSTILE = [
    ("a program", "setup.exe", b"MZ" + b"\x00" * 60, KIND),
    ("a program renamed to a document", "terms.docx", b"MZ" + b"\x00" * 600, NOT_SO),
    ("a program renamed to a table", "rows.csv", b"MZ\x90\x00" + b"\x00" * 60, NOT_SO),
    ("two extensions, the last a program", "report.pdf.exe", PDF, KIND),
    ("no extension", "report", PDF, KIND),
    ("only an extension of another kind", ".htaccess", b"x", KIND),
    ("a workbook with macros", "rows.xlsm", xlsx(), "Save it as a workbook without"),
    ("a document with macros", "a.DOCM", docx(), "Save it as a document without"),
    ("slides with macros", "a.pptm", archive(), "which are not taken. Save it as a PDF"),
    ("only an extension of a kind with macros", "xlsm", xlsx(), KIND),
    ("a workbook with macros, renamed", "rows.xlsx", xlsx(("xl/vbaProject.bin", b"x")), MACRO),
    ("a document with macros, renamed", "a.docx", docx(("word/vbaProject.bin", b"x")), MACRO),
    ("an old macro sheet", "a.xlsx", xlsx(("xl/macrosheets/sheet1.xml", b"<x/>")), MACRO),
    ("macros told by the types only", "a.docx", docx(types=TYPES + b"macroEnabled"), MACRO),
    ("an embedded program", "a.docx", docx(("word/embeddings/oleObject1.bin", b"x")), INSIDE),
    ("an ActiveX control", "a.docx", docx(("word/activeX/activeX1.xml", b"<x/>")), INSIDE),
    ("an archive in an archive", "a.docx", docx(("word/more.zip", archive())), INSIDE),
    ("a script in an archive", "a.xlsx", xlsx(("xl/run.js", b"x")), INSIDE),
    ("a zip bomb", "a.docx", bomb, TOO_MUCH),
    ("too many parts", "a.docx", many_parts, TOO_MUCH),
    ("a part that climbs out", "a.docx", docx(("../../etc/cron.d/x", b"x")), BROKEN),
    ("a part that climbs with the other slash", "a.docx", docx(("..\\..\\x", b"x")), BROKEN),
    ("a part with a whole path", "a.docx", docx(("/etc/passwd", b"x")), BROKEN),
    ("a part on a drive", "a.docx", docx(("C:/x", b"x")), BROKEN),
    ("a link", "a.docx", docx((link("word/link"), b"/etc/passwd")), BROKEN),
    ("an external entity", "a.docx", docx(("word/x.xml", b'<!DOCTYPE a SYSTEM "x">')), BROKEN),
    ("a billion laughs", "a.xlsx", xlsx(("xl/x.xml", b'<!ENTITY lol "lol">')), BROKEN),
    ("entities in UTF-16", "a.xlsx", xlsx(("xl/y.xml", "<!ENTITY a>".encode("utf-16"))), BROKEN),
    ("a password", "a.docx", locked(), "has a password"),
    ("a part that is cut off", "a.docx", docx()[:-30], BROKEN),
    ("a plain archive", "a.docx", archive(("notes.txt", b"x")), BROKEN),
    ("a workbook named as a document", "a.docx", xlsx(), NOT_SO),
    ("a picture named as a PDF", "a.pdf", png(), NOT_SO),
    ("a page of the web named as a picture", "a.png", b"<html><script>1</script>", NOT_SO),
    ("a drawing with a script", "a.svg", b"<svg onload='x'/>", KIND),
    ("a drawing named as a table", "a.csv", b" <svg onload='x'/>", NOT_SO),
    ("a GIF that is a script, too", "a.jpg", b"GIF89a/*" + b"\x00" * 40 + b"*/=1;", NOT_SO),
    ("a picture with something after it", "a.png", png(after=b"<script>"), "cannot be read"),
    ("a flood of pixels, PNG", "a.png", png(20_000, 20_000), PIXELS),
    ("a flood of pixels, JPEG", "a.jpg", jpeg(20_000, 20_000), PIXELS),
    ("a picture without a size", "a.jpg", jpeg(0, 0), "cannot be read"),
    ("a JPEG without a frame", "a.jpg", jpeg()[:20] + b"\xff\xd9" * 9, "cannot be read"),
    ("a PDF that runs a script", "a.pdf", PDF + b"<</S/JavaScript/JS (x)>>", STARTS),
    ("a PDF that starts a program", "a.pdf", PDF + b"<</S/Launch>>", STARTS),
    ("a PDF with a file in it", "a.pdf", PDF + b"<</Type/EmbeddedFile>>", STARTS),
    ("a PDF that is something else", "a.pdf", b"%PDX" + PDF, NOT_SO),
    ("a table that is no text", "a.csv", b"a,b\n\xff\xfe\xfd\n", "must be text in UTF-8"),
    ("a table with a NUL", "a.csv", b"a,b\n1,\x00\n", NOT_SO),
    ("the test virus", "a.csv", EICAR, "contains a virus"),
    ("nothing", "a.pdf", b"", "is empty"),
]


@pytest.mark.parametrize("name", TAKEN)
def test_takes_each_kind_as_what_it_is(name):
    content, content_type = TAKEN[name]

    taken = upload(name, content)

    assert (taken.name, taken.content_type, taken.content) == (name, content_type, content)
    assert len(taken.sha256) == 64


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [case[1:] for case in HOSTILE],
    ids=[case[0] for case in HOSTILE],
)
def test_refuses_what_is_hostile_and_says_why(name, content, sentence):
    with pytest.raises(UploadRefused) as refused:
        upload(name, content() if callable(content) else content)

    assert sentence in str(refused.value)
    assert str(refused.value).startswith("The selected ")


def test_refuses_two_parts_of_one_name():
    with pytest.raises(UploadRefused, match="cannot be read"):
        upload("a.docx", twice())


def test_refuses_what_is_too_large_without_reading_it(settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024

    class Large:
        size = 1024 * 1024 + 1

        def read(self, *_):
            raise AssertionError("it was read")

    with pytest.raises(UploadRefused, match="must be smaller than 1MB"):
        check_upload("a.pdf", Large())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/report.pdf", "report.pdf"),
        ("C:\\Users\\x\\report.pdf", "report.pdf"),
        ("re\x00port.pdf", "report.pdf"),
        ("annex\u202efdp.exe.pdf", "annexfdp.exe.pdf"),
        ("  report.pdf. ", "report.pdf"),
        ("Adroddiad \u0175\u0177.pdf", "Adroddiad \u0175\u0177.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_misleads(given, kept):
    assert plain_name(given) == kept


class Scanner(threading.Thread):
    """Answers one INSTREAM as clamd does, on a real socket."""

    def __init__(self, path, answer):
        super().__init__(daemon=True)
        self.answer, self.received = answer, b""
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.bind(path)
        self.socket.listen(1)

    def run(self):
        with self.socket:
            conversation, _ = self.socket.accept()
        with conversation, conversation.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\x00"
            while size := struct.unpack(">I", stream.read(4))[0]:
                self.received += stream.read(size)
            conversation.sendall(self.answer)


@pytest.fixture
def scanner(settings):
    with tempfile.TemporaryDirectory() as folder:
        settings.CLAMD_SOCKET = str(Path(folder) / "clamd")

        def answering(answer):
            started = Scanner(settings.CLAMD_SOCKET, answer)
            started.start()
            return started

        yield answering


class TestTheScanner:
    def test_is_sent_the_whole_file(self, scanner):
        asked = scanner(b"stream: OK\x00")

        upload("a.csv", b"1,2\n" * 50_000)

        assert asked.received == b"1,2\n" * 50_000

    def test_finds_what_it_knows(self, scanner):
        scanner(b"stream: Exercise-Virus FOUND\x00")

        with pytest.raises(UploadRefused, match="contains a virus"):
            upload("a.csv", b"1,2\n")

    @pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\x00"])
    def test_takes_nothing_while_it_does_not_answer_properly(self, scanner, answer):
        scanner(answer)

        with pytest.raises(UploadRefused, match="Nothing was saved"):
            upload("a.csv", b"1,2\n")

    def test_takes_nothing_while_it_is_away(self, settings):
        settings.CLAMD_SOCKET = "/nowhere/clamd"

        with pytest.raises(UploadRefused, match="We cannot check files at the moment"):
            upload("a.csv", b"1,2\n")
