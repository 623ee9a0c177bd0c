"""Why a step is refused, in the order in which reasons are looked at."""


class Refusal(Exception):
    """A step was refused; the message is a sentence for the person who asked."""


class NotYourStep(Refusal):
    """The step is open to somebody else: not this role, or one's own work."""


class VersionMissing(Refusal):
    """The change does not say which version of the row it was made on."""

    def __init__(self):
        super().__init__("Say which version of the row you are changing.")


class VersionStale(Refusal):
    """Somebody else has changed the row since it was read."""

    def __init__(self):
        super().__init__("This has changed since you opened it. Nothing of yours was saved.")


class StepNotAllowed(Refusal):
    """The step is not open in the row's present state."""
