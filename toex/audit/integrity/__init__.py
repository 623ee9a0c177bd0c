"""Whether the trail is as it was written: seals of its events, anchors of the seals, checks."""

from toex.audit.integrity.asking import ask_for_check
from toex.audit.integrity.checking import Standing, check_trail, standing
from toex.audit.integrity.sealing import seal_events
from toex.audit.integrity.verifying import verify

__all__ = ["Standing", "ask_for_check", "check_trail", "seal_events", "standing", "verify"]
