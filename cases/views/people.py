"""Who and what belongs to a case: members, forces, regions, subjects, threats."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from cases import services
from cases.forms.work import (
    EndForm,
    ForceForm,
    MemberForm,
    RegionForm,
    SubjectForm,
    ThreatForm,
)
from cases.models import CaseThreat
from cases.services.parts import check_end
from cases.views.acts import CaseAdd, RowForm
from cases.views.base import FullCasePage, about, full_case, full_cases, manages
from toex.core.periods import london_date
from toex.web.pages import posted_version

BY_A_MANAGER = "Only a TOEX manager of the region that leads the case may do this."


class PeoplePage(FullCasePage):
    template_name = "cases/people.html"
    audit_noun = "case.people"
    section = "people"

    def get_context_data(self, **kwargs):
        case = self.object
        return super().get_context_data(
            members=case.members.select_related("user__region").order_by("until_on", "pk"),
            forces=case.forces.select_related("force").order_by("-asked", "pk"),
            regions=case.regions.select_related("region").order_by("-from_on", "-pk"),
            subjects=case.subjects.order_by("key", "role"),
            threats=case.threats.select_related("threat").order_by("pk"),
            linked=linked_cases(case, self.request.user),
            today=london_date(timezone.now()),
            **kwargs,
        )


def linked_cases(case, user):
    """Return the other cases with one of the same threats, of those that `user` sees in full."""
    threats = case.threats.order_by().values("threat")
    links = CaseThreat.objects.filter(threat__in=threats).exclude(case=case.pk)
    return full_cases(user).filter(pk__in=links.values("case")).order_by("pk")


def add(**words):
    return CaseAdd.as_view(page="people", section="people", **words)


add_member = add(
    service=services.add_member,
    form_class=MemberForm,
    row_as="case",
    may=manages,
    refusal=BY_A_MANAGER,
    heading="Add a member",
    button="Add member",
    done="The member is added.",
)
add_force = add(
    service=services.add_force,
    form_class=ForceForm,
    may=manages,
    refusal=BY_A_MANAGER,
    heading="Give a force a part in the case",
    button="Add force",
    done="The force has a part in the case.",
)
add_region = add(
    service=services.add_region,
    form_class=RegionForm,
    may=manages,
    refusal=BY_A_MANAGER,
    heading="Add a supporting region",
    button="Add region",
    done="The region supports the case.",
)
add_subject = add(
    service=services.add_subject,
    form_class=SubjectForm,
    heading="Add a subject",
    hint="A pseudonymous key only. No name, date of birth, address or telephone number.",
    button="Add subject",
    done="The subject is on the case.",
)
link_threat = add(
    service=services.link_threat,
    form_class=ThreatForm,
    heading="Link a threat",
    hint="A threat with this kind and reference is one and the same in every region.",
    button="Link threat",
    done="The threat is linked to the case.",
)


class EndPart(RowForm):
    """End the part that a person, a force or a region has in the case: one of its `kind`."""

    kind = ""
    service = None

    form_class = EndForm
    section = "people"
    button = "End this part"
    done = "The part is ended."

    def get_row(self):
        self.case = full_case(self.request, self.kwargs["reference"])
        parts = getattr(self.case, self.kind).select_related("case")
        return get_object_or_404(parts, pk=self.kwargs["pk"])

    def check(self, *, version):
        check_end(self.row, by=self.request.user, version=version)

    def get_success_url(self):
        return reverse("cases:people", args=[self.case.reference])

    def get_context(self):
        told = {"heading": self.words(), "caption": self.case.reference}
        return {**about(self.case, self.request.user, self.section), **told}

    def words(self):
        part = self.row
        who = getattr(part, "user", None) or getattr(part, "force", None) or part.region
        return f"End the part of {getattr(who, 'name', who)} in this case"

    def act(self, **fields):
        return self.service(
            self.row,
            version=posted_version(self.request),
            by=self.request.user,
            at=timezone.now(),
            **fields,
        )


end_member = EndPart.as_view(kind="members", service=services.end_member)
end_force = EndPart.as_view(kind="forces", service=services.end_force)
end_region = EndPart.as_view(kind="regions", service=services.end_region)
