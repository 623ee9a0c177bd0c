"""Links between a list and its rows that keep the list in the address."""

from django import template
from django.urls import reverse

from toex.web.walk import anchor, carried, origin_of, walk, with_list

register = template.Library()
register.filter("anchor", anchor)


@register.simple_tag(takes_context=True)
def from_list(context, address):
    """On a list: the address of a row, which then knows the way back."""
    return with_list(address, context["request"].get_full_path())


@register.simple_tag(takes_context=True)
def in_list(context, address):
    """On the page of a row: an address that keeps the way back to the list."""
    return address if address.startswith(("?", "#")) else carried(context["request"], address)


@register.simple_tag(takes_context=True)
def row_url(context, name, *args):
    """Like `url`, for pages about a row: it keeps the way back to the list."""
    return carried(context["request"], reverse(name, args=args))


@register.inclusion_tag("includes/back_link.html", takes_context=True)
def back_to_list(context, to, words, row):
    """Lead back to the row in the list that the reader came from, or in the usual one.

    The fragment puts the keyboard on the link that was followed, without JavaScript too.
    """
    request = context["request"]
    origin, place = origin_of(request), walk(request, row)
    if place:
        return {"to": place.back, "words": "Back to the list"}
    if origin:
        return {"to": origin.address, "words": "Back to the list"}
    return {"to": f"{to}#{anchor(row)}", "words": words}


@register.inclusion_tag("includes/walk.html", takes_context=True)
def walk_list(context, row):
    """Show the rows before and after this one in the list that the reader came from."""
    return {"walk": walk(context["request"], row), "row": row}
