"""The link by which somebody sets their own password: it works once, for three days."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode


def password_link(user):
    """Return the address, without the host, on which `user` sets a password."""
    return reverse(
        "accounts:set-password",
        args=[
            urlsafe_base64_encode(force_bytes(user.pk)),
            default_token_generator.make_token(user),
        ],
    )
