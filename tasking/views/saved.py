"""Saved views: the filters of a list under a name, above that list, for one person alone."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, TemplateView

from tasking import services
from tasking.choices import SavedList
from tasking.forms.saved import SaveViewForm
from tasking.models import SavedView
from tasking.views.base import new_key, once, tell
from toex.core.templatetags.toex_tags import chosen_filters
from toex.web.walk import origin_of

ADDRESSES = {
    SavedList.QUEUE: "tasking:queue",
    SavedList.REQUESTS: "tasking:requests",
    SavedList.CASES: "cases:cases",
}


class WithSavedViews:
    """A list above which the reader finds the views of it that they saved.

    `saved_as` is the name of the list among those that views are kept of.
    """

    saved_as = ""

    def get_context_data(self, **kwargs):
        kept = SavedView.objects.visible_to(self.request.user).of_list(self.saved_as)
        here = worth_keeping(self.request.GET, self)
        return super().get_context_data(
            saved_views=[(view, view.query == here) for view in kept],
            may_save_view=bool(here),
            **kwargs,
        )


def worth_keeping(query, page):
    """Return what of an address is worth keeping, always in one order: filters, tab and sort."""
    names = page.filterset_class.base_filters
    kept = QueryDict(mutable=True)
    for name in sorted(query):
        values = sorted(value for value in query.getlist(name) if value)
        if values and (name in names or name.rpartition("_")[0] in names):
            kept.setlist(name, values)
    return kept.urlencode()


class SaveView(TemplateView):
    """The filters as they stand, in words, and a name for them."""

    template_name = "tasking/save_view.html"
    http_method_names = ["get", "post"]

    def dispatch(self, request, *args, **kwargs):
        self.origin = origin_of(request)
        if self.origin is None or not issubclass(self.origin.page, WithSavedViews):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, form=None, **kwargs):
        page = self.origin.page
        narrowed = page.filterset_class(
            self.origin.query, page.queryset.none(), request=self.request
        )
        return super().get_context_data(
            form=form or SaveViewForm(),
            chosen=chosen_filters(self.origin.query, narrowed.form),
            once_key=self.request.POST.get("once_key") or new_key(),
            of=SavedList(page.saved_as).label,
            back=self.origin.address,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = SaveViewForm(request.POST)
        if form.is_valid():
            try:
                address = once(request, lambda: self.save(**form.cleaned_data))
            except ValidationError as error:
                tell(form, error)
            else:
                messages.success(request, "The view is saved. You find it above the list.")
                return redirect(address)
        return self.render_to_response(self.get_context_data(form=form))

    def save(self, name):
        page = self.origin.page
        services.save_view(
            by=self.request.user,
            at=timezone.now(),
            of=page.saved_as,
            name=name,
            query=worth_keeping(self.origin.query, page),
        )
        return self.origin.address


class DeleteSavedView(DetailView):
    """Deleting asks once; a view of somebody else does not exist."""

    template_name = "tasking/delete_view.html"
    context_object_name = "view_saved"
    http_method_names = ["get", "post"]

    def get_object(self, queryset=None):
        kept = SavedView.objects.visible_to(self.request.user)
        return get_object_or_404(kept, pk=self.kwargs["pk"])

    def back(self):
        return reverse(ADDRESSES[self.object.of])

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.back(), **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        try:
            services.delete_view(self.object, by=request.user, at=timezone.now())
        except ObjectDoesNotExist:
            raise Http404 from None
        messages.success(request, "The view is deleted.")
        return redirect(self.back())
