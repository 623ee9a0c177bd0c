"""Which files may be uploaded: a short list of kinds, each held against what is really in it."""

from toex.core.uploads.checking import KINDS, Upload, check_upload, plain_name
from toex.core.uploads.refusals import NotChecked, UploadRefused

__all__ = ["KINDS", "NotChecked", "Upload", "UploadRefused", "check_upload", "plain_name"]
