"""Search over what the reader may see: one box, one list for each kind of row."""

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from cases.forms.search import SearchForm
from cases.search import find, kinds_of
from cases.views.lists import OPERATIONAL
from toex.audit.services import record_read
from toex.web.pages import RolesMixin

PAGE = 25
LISTS = {"request": "tasking:requests", "case": "cases:cases", "threat": "cases:threats"}


class Search(RolesMixin, TemplateView):
    """Counts are of rows in sight; of others nothing is said, not even that they exist."""

    roles = OPERATIONAL
    template_name = "cases/search.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        kinds = kinds_of(self.request.user)
        words = listed([kind.many for kind in kinds])
        form = SearchForm(asked if "q" in asked else None, kinds=words)
        context = super().get_context_data(form=form, kinds=words, **kwargs)
        if form.is_bound and form.is_valid():
            context |= self.answer(form.cleaned_data["q"])
            context["lists"] = [(LISTS[kind.code], kind.many) for kind in kinds]
        return context

    def answer(self, text):
        found = find(self.request.user, text)
        counts = {each.kind.code: each.rows.count() for each in found}
        shown = self.chosen(found, counts, text)
        page = self.page_of(shown, counts)
        self.log(page, counts)
        return {
            "text": text,
            "parts": in_words(found, counts),
            "total": sum(counts.values()),
            "kind": shown.kind,
            "table": f"cases/includes/found_{shown.kind.code}.html",
            "tabs": self.tabs(found, counts, shown),
            "page_obj": page,
        }

    def chosen(self, found, counts, text):
        """Return the list to show: the one asked for, or that of the exact reference, or one."""
        asked = self.request.GET.get("kind")
        named = [each for each in found if each.kind.code == asked]
        exact = [each for each in found if each.kind.number(text)]
        filled = [each for each in [*exact, *found] if counts[each.kind.code]]
        return [*named, *filled, *found][0]

    def page_of(self, shown, counts):
        paginator = Paginator(shown.rows, PAGE)
        paginator.count = counts[shown.kind.code]
        return paginator.get_page(self.request.GET.get("page"))

    def log(self, page, counts):
        """Write down how many were found and which were shown.

        The words are left out: they may be a narrative, or a person's name.
        """
        record_read(
            actor=self.request.user,
            action="search.list",
            at=timezone.now(),
            shown=page.object_list,
            note=", ".join(f"{code}: {count}" for code, count in counts.items()),
        )

    def tabs(self, found, counts, shown):
        query = self.request.GET.copy()
        query.pop("page", None)
        links = []
        for each in found:
            query["kind"] = each.kind.code
            links.append(
                {
                    "words": each.kind.many.capitalize(),
                    "address": f"?{query.urlencode()}",
                    "count": counts[each.kind.code],
                    "current": each is shown,
                }
            )
        return links


def in_words(found, counts):
    """Return “1 request and 2 cases”, without the kinds that have none."""
    return listed(
        [
            f"{count} {each.kind.one if count == 1 else each.kind.many}"
            for each in found
            if (count := counts[each.kind.code])
        ]
    )


def listed(words):
    """Return “requests, cases and threats”."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
