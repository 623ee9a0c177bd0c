"""Ask the virus scanner, where one is set up, what it thinks of a file.

The protocol is clamd's INSTREAM, over a Unix socket: chunks with their length before them.
"""

import socket
import struct

from django.conf import settings

from toex.core.uploads.refusals import NotChecked, UploadRefused

FOUND = "The selected file contains a virus"
AWAY = "We cannot check files at the moment. Try again in a few minutes. Nothing was saved"
# What every scanner is tested with; known without one.
TEST_VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
CHUNK = 64 * 1024
SECONDS = 30


def scan(content: bytes) -> bool:
    """Return whether a scanner has looked: False where none is set up.

    :raises UploadRefused: something was found :raises NotChecked: it does not answer
    """
    if TEST_VIRUS in content:
        raise UploadRefused(FOUND)
    if not settings.CLAMD_SOCKET:
        return False
    try:
        answer = ask(content)
    except OSError:
        raise NotChecked(AWAY) from None
    if answer.endswith("FOUND"):
        raise UploadRefused(FOUND)
    if not answer.endswith("OK"):
        raise NotChecked(AWAY)
    return True


def ask(content: bytes) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as clamd:
        clamd.settimeout(SECONDS)
        clamd.connect(settings.CLAMD_SOCKET)
        clamd.sendall(b"zINSTREAM\x00")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            clamd.sendall(struct.pack(">I", len(chunk)) + chunk)
        clamd.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\x00"):
            more = clamd.recv(4096)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\x00").decode("utf-8", "replace").strip()
