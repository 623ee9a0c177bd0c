"""Writing a notice, sending it, and reading it."""

from toex.notices.services.mailboxes import mailbox_for
from toex.notices.services.reading import choose_mail, mark_all_read, mark_read
from toex.notices.services.sending import gather_digests, send_digest, send_notice
from toex.notices.services.writing import usual_way, ways_for, write_notices

__all__ = [
    "choose_mail",
    "gather_digests",
    "mailbox_for",
    "mark_all_read",
    "mark_read",
    "send_digest",
    "send_notice",
    "usual_way",
    "ways_for",
    "write_notices",
]
