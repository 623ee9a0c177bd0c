"""Lists that are narrowed by filters and a tab, sorted by their headings, and walked row by row.

All of it stands in the address, so that it can be kept, pasted and come back to.
"""

from dataclasses import dataclass

from django_filters.views import FilterView

from toex.core.fields import GovDateField
from toex.core.filters import LeavesOut
from toex.core.templatetags.toex_tags import NO_FILTERS
from toex.web.pages import ListPage, RolesMixin


@dataclass(frozen=True)
class Sort:
    """One order of a list: its words, and which way its column then runs."""

    words: str
    order: tuple = ()
    says: str = "ascending"


class InOrder:
    """Rows in an order that no column of the database holds; a slice is one query."""

    def __init__(self, rows, keys):
        self.rows, self.keys = rows, keys

    def __len__(self):
        return len(self.keys)

    def __getitem__(self, part):
        keys = self.keys[part]
        found = {row.pk: row for row in self.rows.order_by().filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


class FilteredList(LeavesOut, RolesMixin, ListPage, FilterView):
    """A list whose filters, tab, order and page are in its address.

    `rows_of` narrows what the filters found to the tab, in the order asked for. `columns` are
    (code of the sort or "", words); a code with a minus sign in `sorts` runs the other way.
    """

    paginate_by = 25
    sorts = {}
    columns = ()

    def rows_of(self, found):
        raise NotImplementedError

    def keys(self):
        """Return the primary keys of all rows of the list, in its order."""
        rows = self.rows_of(self.get_filterset(self.get_filterset_class()).qs)
        if isinstance(rows, InOrder):
            return rows.keys
        return list(rows.prefetch_related(None).values_list("pk", flat=True))

    def first_sort(self):
        return next(iter(self.sorts))

    @property
    def sort(self):
        asked = self.request.GET.get("sort")
        return asked if asked in self.sorts else self.first_sort()

    def get_context_data(self, *, object_list, **kwargs):
        context = super().get_context_data(object_list=self.rows_of(object_list), **kwargs)
        form = context["filter"].form
        unsound = left_out(form)
        self.show_sort(form)
        return {
            **context,
            "sort": self.sort,
            "headings": list(self.headings()),
            "left_out": unsound,
            "filtered": bool(set(form.changed_data) - set(NO_FILTERS)),
        }

    def show_sort(self, form):
        """Let the sort box say the order in use: filters, sent with it, then keep that order."""
        form.initial["sort"] = self.sort
        if form.is_bound:
            form.data = form.data.copy()
            form.data["sort"] = self.sort

    def headings(self):
        """Yield each column's words, the sort that its heading leads to, and how it runs now."""
        for code, words in self.columns:
            here = bool(code) and self.sort.removeprefix("-") == code
            other = f"-{code}" if self.sort == code and f"-{code}" in self.sorts else code
            says = self.sorts[self.sort].says if here else "none"
            yield {
                "words": words,
                "sort": "" if here and other == self.sort else other,
                "says": says if code else "",
            }

    def sentence_end(self):
        return f"sorted by {self.sorts[self.sort].words}"


class ListInOneOrder(FilteredList):
    """A filtered list that stands as its queryset is ordered, and in no other order."""

    sorts = {"newest": Sort("newest first")}

    def rows_of(self, found):
        return found


def left_out(form):
    """Return (label, what was asked for) of filters that no longer make sense."""
    names = form.errors if form.is_bound else {}
    return [(form.fields[name].label, as_asked(form, name)) for name in names]


def as_asked(form, name):
    """Return what was asked for in words; a day may have been typed in three boxes."""
    whole = [each for each in form.data.getlist(name) if each]
    parts = form[name].value() if isinstance(form.fields[name], GovDateField) else []
    return ", ".join(whole) or " ".join(each for each in parts or [] if each)


def counted(number, one, many=""):
    return f"{number:,} {one if number == 1 else many or one + 's'}"
