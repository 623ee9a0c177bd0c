"""The address of the records behind a number."""

from urllib.parse import urlencode

from django.urls import reverse


def behind(measure: str, asked: dict, *, abroad: bool = False) -> str:
    """Return the address of what stands behind one cell of a measure.

    `asked` are the parameters of the figure and of its cell; None stands for a place not known.
    """
    told = {"measure": measure, **{name: value or "" for name, value in asked.items()}}
    told |= {"abroad": "true"} if abroad else {}
    return f"{reverse('metrics:records')}?{urlencode(told)}"
