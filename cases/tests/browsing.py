"""Somebody before a browser without JavaScript, in tests of pages."""

import re

from django.urls import reverse


def address(name, *args):
    return reverse(f"cases:{name}", args=args)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


class Browser:
    """Somebody's browser: posts a form as its page gave it, with the hidden fields it held."""

    def __init__(self, client, user):
        self.client, self.user = client, user

    def open(self, where, **query):
        self.client.force_login(self.user)
        return self.client.get(where, query)

    def send(self, where, **fields):
        page = self.open(where)
        text = page.content.decode() if page.status_code == 200 else ""
        hidden = re.findall(r'name="(version|once_key)" value="([^"]*)"', text)
        return self.client.post(where, {**dict(hidden), **fields}, follow=True)
