"""F7: one request, all of it: what it says, what happened, what was written and decided."""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from tasking import services
from tasking.choices import Side
from tasking.decided_for import with_cover
from tasking.forms.steps import MessageForm
from tasking.models import TaskingMeeting
from tasking.views.base import REFUSED, RequestPage, new_key, once
from tasking.views.clock import clock_of
from tasking.views.steps import ACTS
from tasking.views.timeline import timeline
from tasking.views.words import answers, range_words, score_words, with_whom
from tasking.workflow import EDITS, MESSAGES, REQUEST, SCORING, declared_a_conflict
from toex.accounts.choices import Role
from toex.web.walk import carried
from toex.workflow.refusals import NotYourStep, Refusal


class Request(RequestPage):
    template_name = "tasking/request.html"

    def get_context_data(self, form=None, **kwargs):
        row, user = self.object, self.request.user
        steps = REQUEST.open_steps(row=row, by=user)
        return super().get_context_data(
            form=form or MessageForm(),
            once_key=self.request.POST.get("once_key") or new_key(),
            groups=answers(row, reader=user),
            with_whom=with_whom(row),
            steps=[(name, ACTS[name]) for name in steps if name in ACTS and name != "resubmit"],
            may_reply="resubmit" in steps,
            may_decide="decide" in steps,
            conflict=declared_a_conflict(row, user),
            may_triage=bool({"start-triage", "refer"} & set(steps)),
            may_change=bool(EDITS.open_steps(row=row, by=user)),
            may_write=bool(MESSAGES.open_steps(row=row, by=user)),
            may_assess=bool(SCORING.open_steps(row=row, by=user)),
            files=None if user.role == Role.PROGRAMME_OFFICE else row.files.kept().count(),
            timeline=timeline(row, reader=user),
            conversation=row.messages.select_related("by").order_by("-pk"),
            decisions=self.decisions(),
            **assessments(row),
            **clock_of(row, at=timezone.now()),
            **kwargs,
        )

    def decisions(self):
        """Return the decisions, latest first, each with the meeting if the reader sees it."""
        found = self.object.decisions.select_related(
            "decided_by", "meeting", "assessment__model", "supersedes"
        ).order_by("-pk")
        seen = set(
            TaskingMeeting.objects.visible_to(self.request.user)
            .filter(decisions__request=self.object)
            .values_list("pk", flat=True)
        )
        return [
            {
                "decision": decision,
                "meeting": decision.meeting if decision.meeting_id in seen else None,
                "score": score_words(decision.assessment) if decision.assessment else "None",
            }
            for decision in with_cover(found)
        ]


def assessments(row):
    """Return what each side assessed, latest first, and how far their latest lie apart."""
    found = list(row.assessments.select_related("assessed_by", "model").order_by("-pk"))
    latest = {}
    for each in found:
        each.words = score_words(each)
        latest.setdefault(each.side, each)
    return {"assessments": found, "difference": difference(latest)}


def difference(latest):
    """Say how the region's latest assessment differs from the force's, or an empty text."""
    force, region = latest.get(Side.FORCE), latest.get(Side.REGION)
    if not (force and region):
        return ""
    if force.model_id is None or force.model_id != region.model_id:
        return (
            f"The force has {force.words}; the region has {region.words}. "
            "They come from different tools, so they cannot be subtracted."
        )
    ends = (force.totals["risk"], region.totals["risk"])
    if ends[0] == ends[1]:
        return f"Force and region agree on a risk of {range_words(ends[0])}."
    apart = (
        f" The region's is {abs(ends[1]['low'] - ends[0]['low'])} "
        f"{'higher' if ends[1]['low'] > ends[0]['low'] else 'lower'}."
        if all(end["low"] == end["high"] for end in ends)
        else ""
    )
    return (
        f"The force has a risk of {range_words(ends[0])}; the region has "
        f"{range_words(ends[1])}.{apart}"
    )


class Write(Request):
    """Posting a message; a message refused stays in its box."""

    http_method_names = ["get", "post"]

    def get(self, request, *args, **kwargs):
        return redirect(carried(request, self.get_object().get_absolute_url()))

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = MessageForm(request.POST)
        try:
            MESSAGES.step_for("write", row=self.object, by=request.user)
            if form.is_valid():
                return redirect(once(request, lambda: self.write(**form.cleaned_data)))
        except NotYourStep as error:
            raise PermissionDenied(str(error)) from None
        except ObjectDoesNotExist:
            raise Http404 from None
        except Refusal as error:
            form.add_error(None, str(error))
            return self.say(form=form, status=REFUSED)
        return self.say(form=form)

    def write(self, text):
        services.add_message(self.object, by=self.request.user, at=timezone.now(), text=text)
        return carried(self.request, f"{self.object.get_absolute_url()}#messages")
