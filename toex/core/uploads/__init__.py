"""Which files may be uploaded: a short list of kinds, each held against what is really in it."""

from toex.core.uploads.checking import Upload, UploadRefused, check_upload

__all__ = ["Upload", "UploadRefused", "check_upload"]
