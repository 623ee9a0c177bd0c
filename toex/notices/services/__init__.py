"""Writing a notice, sending it, and reading it."""

from toex.notices.services.reading import choose_mail, mark_all_read, mark_read
from toex.notices.services.sending import gather_digests, send_digest, send_notice
from toex.notices.services.writing import ways_for, write_notice

__all__ = [
    "choose_mail",
    "gather_digests",
    "mark_all_read",
    "mark_read",
    "send_digest",
    "send_notice",
    "ways_for",
    "write_notice",
]
