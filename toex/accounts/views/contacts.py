"""Who is reached for what, for everybody who is signed in; and the Gateway of one's own region."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from toex.accounts import services
from toex.accounts.choices import REGION_ROLES, Role
from toex.accounts.directory import directory, offices
from toex.accounts.forms import ContactsFilterForm, GatewayForm
from toex.accounts.models import Cover, Gateway
from toex.accounts.views.accounts import posted_version
from toex.audit.services import record_read
from toex.workflow.refusals import Refusal


class Contacts(TemplateView):
    template_name = "accounts/contacts.html"

    def get_context_data(self, **kwargs):
        form = ContactsFilterForm(self.request.GET)
        force = form.cleaned_data["force"] if form.is_valid() else ""
        places = directory(force=force)
        reader = self.request.user
        record_read(
            actor=reader,
            action="contact.list",
            at=timezone.now(),
            shown=[place.region for place in places if place.region],
        )
        return super().get_context_data(
            **kwargs,
            places=places,
            offices=[] if force else offices(),
            filter={"form": form},
            own=reader.region_id if reader.role == Role.TOEX_MANAGER else None,
            covers=Cover.objects.visible_to(reader).running().select_related("manager", "person"),
            sees_covers=reader.role in [*REGION_ROLES, Role.ADMINISTRATOR],
        )


class ChangeGateway(FormView):
    """How the Gateway of the manager's own region is reached, and what its mailbox gets."""

    form_class = GatewayForm
    template_name = "accounts/gateway.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.role != Role.TOEX_MANAGER:
            raise PermissionDenied
        self.gateway = Gateway.objects.filter(region=request.user.region_id).first() or Gateway(
            region=request.user.region
        )
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        gateway = self.gateway
        return {name: getattr(gateway, name) for name in ("mailbox", "telephone", "mail")}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, gateway=self.gateway)

    def form_valid(self, form):
        try:
            services.change_gateway(
                self.gateway.region,
                version=posted_version(self.request),
                by=self.request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        except Refusal as error:
            messages.error(self.request, str(error))
            return redirect("accounts:gateway")
        messages.success(self.request, "Saved. It holds for messages from now on.")
        return redirect("accounts:contacts")
