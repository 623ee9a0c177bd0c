"""A reader with a keyboard and nothing else: Tab, Space, Enter, arrows and letters.

Controls are found by the names that the browser tells a screen reader. A control that Tab does not
reach, or that looks the same with the focus as without it, fails the journey.
"""

import re
from dataclasses import dataclass

MOST = 200  # presses of Tab, more than any page needs
OPTIONAL = " (optional)"
SKIP = "Skip to main content"

# How the focus looks: what is painted around the control and its label, with it and without it.
FOCUS = """
() => {
  const control = document.activeElement
  const parts = [control, ...(control.labels || [])]
  const painted = (style) => [
    style.outlineStyle === 'none' || / 0\\)$/.test(style.outlineColor)
      ? 'none' : style.outlineWidth + style.outlineColor,
    style.boxShadow, style.backgroundColor, style.borderColor, style.stroke, style.strokeWidth,
  ].join()
  const look = () => parts.flatMap((part) => [part, ...part.querySelectorAll('*')].flatMap(
    (each) => ['', '::before'].map((pseudo) => painted(getComputedStyle(each, pseudo))))).join()
  const inSight = () => parts.some((part) => {
    const box = part.getBoundingClientRect()
    return box.width && box.bottom > 0 && box.top < innerHeight && box.right > 0
      && box.left < innerWidth
  })
  const shows = () => {
    const focused = look()
    control.blur()
    const plain = look()
    control.focus({ preventScroll: true, focusVisible: true })
    return focused !== plain && inSight()
  }
  return {
    tag: control.tagName.toUpperCase(),
    question: control.closest('fieldset')?.querySelector('legend')?.textContent.trim() || '',
    chosen: control.selectedOptions ? control.selectedOptions[0]?.text || '' : '',
    checked: Boolean(control.checked),
    shows: ['BODY', 'MAIN'].includes(control.tagName) || shows(),
  }
}
"""


@dataclass(frozen=True)
class Focus:
    """The control that has the focus."""

    name: str
    role: str
    tag: str
    question: str
    chosen: str
    checked: bool
    shows: bool


class Keyboard:
    def __init__(self, page):
        self.page = page
        self._browser = page.context.new_cdp_session(page)

    @property
    def focus(self):
        """Return what has the focus, named as a screen reader hears it."""
        found = self._browser.send(
            "Runtime.evaluate", {"expression": "document.activeElement", "objectGroup": "focus"}
        )
        told = self._browser.send(
            "Accessibility.getPartialAXTree",
            {"objectId": found["result"]["objectId"], "fetchRelatives": False},
        )["nodes"][0]
        self._browser.send("Runtime.releaseObjectGroup", {"objectGroup": "focus"})
        words = {key: str(told.get(key, {}).get("value", "")) for key in ("name", "role")}
        return Focus(
            name=" ".join(words["name"].split()),
            role=words["role"],
            **self.page.evaluate(FOCUS),
        )

    def tab_until(self, wanted, what, *, in_header=False):
        """Press Tab until `wanted` says yes to what has the focus; fail if that never comes.

        What is not in the header is reached by skipping it.
        """
        met = []
        for _ in range(MOST):
            focus = self.focus
            assert focus.shows, f"the focus does not show on “{focus.name}” of {self.page.url}"
            if wanted(focus):
                return focus
            met.append(focus.name)
            skips = focus.name == SKIP and not in_header
            self.page.keyboard.press("Enter" if skips else "Tab")
        raise AssertionError(f"Tab does not reach {what} on {self.page.url}; it meets {met[:40]}")

    def tab_to(self, name, *, question="", roles=()):
        """Go to a control by its name, in the question (a fieldset) if one is given."""
        return self.tab_until(
            lambda focus: (
                is_called(focus.name, name)
                and question in focus.question
                and (not roles or focus.role in roles)
            ),
            f"“{name}”",
        )

    def press(self, name, *, question=""):
        """Press a button or follow a link, and wait for the page that comes."""
        self._set_off(self.tab_to(name, question=question, roles=("link", "button")))

    def open_section(self, name):
        """Follow a link or press a button of the header, which is on every page."""
        focus = self.tab_until(
            lambda focus: focus.name == name, f"“{name}” in the header", in_header=True
        )
        self._set_off(focus)

    def _set_off(self, focus):
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter" if focus.tag == "A" else "Space")

    def jump(self, name):
        """Follow a link within the page, as those of an error summary."""
        self.tab_to(name, roles=("link",))
        self.page.keyboard.press("Enter")

    def write(self, name, text, *, question=""):
        """Write into a box in place of what stands there."""
        self.tab_to(name, question=question, roles=("textbox", "searchbox"))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def write_date(self, question, day):
        for box, number in zip(
            ("Day", "Month", "Year"), (day.day, day.month, day.year), strict=True
        ):
            self.write(box, str(number), question=question)

    def tick(self, name, *, question=""):
        self.tab_to(name, question=question, roles=("checkbox",))
        self.page.keyboard.press("Space")
        assert self.focus.checked, f"Space does not tick “{name}”"

    def choose(self, question, answer):
        """Choose a radio: Tab enters the question, arrows go from answer to answer."""
        focus = self.tab_until(
            lambda focus: focus.role == "radio" and question in focus.question,
            f"the answers to “{question}”",
        )
        for _ in range(MOST):
            if focus.name == answer:
                self.page.keyboard.press("Space")
                assert self.focus.checked
                return
            self.page.keyboard.press("ArrowDown")
            focus = self.focus
        raise AssertionError(f"no answer to “{question}” is called “{answer}”")

    def select(self, name, option):
        """Choose from a closed list: arrows go through its lines."""
        self.tab_to(name, roles=("combobox",))
        self.page.keyboard.press("Home")
        for _ in range(MOST):
            if self.focus.chosen == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"“{name}” does not offer “{option}”")


def is_called(name, wanted):
    """Return whether a control has this name, or the name and a word that it is optional."""
    if isinstance(wanted, re.Pattern):
        return bool(wanted.search(name))
    return name in (wanted, f"{wanted}{OPTIONAL}")
