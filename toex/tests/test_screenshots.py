"""Pictures of every page for every role, on a desk and on a phone: `make screenshots`.

The pages are those of the axe walk, so a page that is not reached fails here as it does there.
"""

import shutil
from html import escape
from itertools import groupby

import pytest
from django.conf import settings

from toex.accounts.choices import Role
from toex.tests.test_browser_axe import NOT_PAGES, chosen_pages, make_world
from toex.tests.walking import name_of, page_names, sign_in, walk

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 375)
PLACE = settings.BASE_DIR / "var" / "screenshots"
CONTENTS = """<!DOCTYPE html>
<html lang="en-GB"><meta charset="utf-8"><title>Every page of TOEX</title>
<style>body {{ font-family: sans-serif; margin: 2em }} li {{ display: inline-block; margin: 1em }}
li {{ vertical-align: top }} img {{ border: 1px solid; height: 300px }}</style>
<h1>Every page of TOEX, by role</h1>
<p>Each at {widths} pixels. All data are made up.</p>
{roles}
</html>
"""


def take_pictures(page, folder, name):
    """Save the page, loaded anew at each width as a reader would, and return the files."""
    files = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.reload()
        files.append(folder / f"{name.replace(':', '-')}-{width}.png")
        page.screenshot(path=files[-1], full_page=True)
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return files


def pictures_of(user, browser, base, *, more=()):
    """Yield (name, files) for the first page of each name that `user` reaches."""
    folder = PLACE / (user.role or "without-a-role" if user else "signed-out")
    folder.mkdir(parents=True)
    context, names = browser.new_context(), set()
    if user:
        sign_in(context, base, user)
    page = context.new_page()
    for name, _, _ in walk(page, base):
        if name not in names:
            names.add(name)
            yield name, take_pictures(page, folder, name)
    for address in more:
        page.goto(f"{base}{address}")
        yield name_of(address), take_pictures(page, folder, name_of(address))
    context.close()


def write_contents(files):
    """Write a page that shows all the pictures, by role."""
    roles = ""
    for folder, pictures in groupby(files, key=lambda file: file.parent.name):
        items = "".join(_item(f"{folder}/{each.name}", each.stem) for each in pictures)
        roles += f"<h2>{escape(folder)}</h2>\n<ul>\n{items}</ul>\n"
    widths = " and ".join(map(str, WIDTHS))
    PLACE.joinpath("index.html").write_text(CONTENTS.format(widths=widths, roles=roles))


def _item(address, words):
    picture = f'<img src="{escape(address)}" alt="" loading="lazy">'
    return f'<li><a href="{escape(address)}">{picture}<br>{escape(words)}</a></li>\n'


def test_every_page_of_every_role_has_its_pictures(browser, live_server):
    world = make_world()
    shutil.rmtree(PLACE, ignore_errors=True)
    pictured, files = set(), []
    for user in world.values():
        more = chosen_pages(user) if user and user.role == Role.TOEX_MANAGER else ()
        for name, taken in pictures_of(user, browser, live_server.url, more=more):
            pictured.add(name)
            files += taken
    write_contents(files)

    assert page_names() - pictured - set(NOT_PAGES) == set()
    assert all(file.stat().st_size for file in files)
