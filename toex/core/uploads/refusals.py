"""Why a file is not taken."""


class UploadRefused(Exception):
    """The file is not taken; the text is a sentence for whoever chose it, without a full stop."""


class NotChecked(UploadRefused):
    """The scanner does not answer, so that nothing at all is taken."""
