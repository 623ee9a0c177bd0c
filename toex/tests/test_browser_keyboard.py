"""The keyboard of the journeys sees what a reader with a keyboard would miss."""

import pytest

from toex.tests.keyboard import Keyboard

pytestmark = pytest.mark.browser


@pytest.fixture
def keyboard_on(browser):
    def open_page(content):
        page = browser.new_page()
        page.set_content(f"<main>{content}</main>")
        return Keyboard(page)

    return open_page


def test_a_control_is_found_by_what_a_screen_reader_says(keyboard_on):
    keyboard = keyboard_on('<label for="a">Title</label><input id="a"><button>Send</button>')

    keyboard.write("Title", "Exercise")

    assert keyboard.page.locator("input").input_value() == "Exercise"
    assert keyboard.tab_to("Send").role == "button"


def test_a_control_that_tab_does_not_reach_fails(keyboard_on):
    keyboard = keyboard_on('<button tabindex="-1">Send</button><div onclick="">Save</div>')

    for name in ("Send", "Save"):
        with pytest.raises(AssertionError, match=f"Tab does not reach “{name}”"):
            keyboard.tab_to(name)


@pytest.mark.parametrize(
    "style", ["outline: none", "outline: 3px solid transparent", "position: fixed; top: 200vh"]
)
def test_a_focus_that_nobody_sees_fails(keyboard_on, style):
    keyboard = keyboard_on(f"<style>button:focus {{ {style} }}</style><button>Send</button>")

    with pytest.raises(AssertionError, match="the focus does not show on “Send”"):
        keyboard.tab_to("Send")


def test_arrows_stay_in_their_question(keyboard_on):
    def question(name):
        boxes = "".join(
            f'<input type="radio" name="{name}" id="{name}{n}"><label for="{name}{n}">{n}</label>'
            for n in ("Yes", "No")
        )
        return f"<fieldset><legend>{name}?</legend>{boxes}</fieldset>"

    keyboard = keyboard_on(question("First") + question("Second"))

    keyboard.choose("Second?", "No")

    assert keyboard.page.locator("#SecondNo").is_checked()
    assert keyboard.page.locator(":checked").count() == 1
