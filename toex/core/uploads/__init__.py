"""Which files may be uploaded: a short list of kinds, each held against what is really in it."""

from toex.core.uploads.checking import Upload, check_upload, plain_name
from toex.core.uploads.refusals import NotChecked, UploadRefused

__all__ = ["NotChecked", "Upload", "UploadRefused", "check_upload", "plain_name"]
