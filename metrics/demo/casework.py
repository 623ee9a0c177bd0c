"""The acts of a story that happen on its case."""

from datetime import timedelta

from django.core.files.base import ContentFile

from cases import services
from cases.models import Case
from metrics.demo import texts
from tasking.choices import Support
from toex.core.periods import london_date


def given(name, content):
    """Return an open file as an upload gives one."""
    return ContentFile(content.encode(), name=name)


class CaseActs:
    """What `Telling` can do once the request was adopted. See there for what it holds."""

    def find_case(self):
        self.case = Case.objects.get(request=self.request)
        self.hidden = False

    @property
    def analyst(self):
        """Return who works on the case: once it is restricted, only a manager may."""
        return self.cast.of_region("manager2" if self.hidden else "analyst", self.region)

    def _take(self, service, *, at, by=None, **fields):
        self.case = service(
            self.case, version=self.case.version, by=by or self.analyst, at=at, **fields
        )

    def lead_member(self, at):
        user = self.cast.of_region("analyst", self.region)
        services.add_member(self.case, by=self.manager, at=at, user=user, role="lead")

    def terms(self, at, due_on):
        self._take(
            services.agree_terms,
            at=at,
            support="Synthetic. Develop the intelligence and hand over a package.",
            products=self.request.support_requested,
            due_on=due_on,
            agreed_on=london_date(at),
            sio_name=f"Exercise SIO {self.story.number:03d}",
        )

    def _activity(self, at, kind, text):
        services.add_activity(
            self.case, by=self.analyst, at=at, kind=kind, text=text, occurred_at=at
        )

    def develop(self, at):
        self._activity(at, "development", self.rng.choice(texts.DEVELOPMENTS))
        if self.rng.random() < 0.3:
            later = at + timedelta(minutes=50)
            self._activity(later, "contact", "Synthetic. Spoke to the SIO about the findings.")

    def task(self, at, done_after):
        by = self.analyst
        task = services.add_task(
            self.case,
            by=by,
            at=at,
            text="Synthetic. Ask for the payment records.",
            assignee=by,
            due_on=london_date(at) + timedelta(days=7),
        )
        if done_after is not None:
            done = at + timedelta(hours=done_after)
            services.finish_task(task, version=task.version, by=by, at=done)

    def add_files(self, at):
        files = [given(name, versions[0]) for name, versions in texts.FILES.items()]
        services.add_files(self.case, by=self.analyst, at=at, files=files, handling=texts.HANDLING)

    def add_newer_files(self, at):
        """Add the newer versions, by their names."""
        for name, versions in texts.FILES.items():
            for content in versions[1:]:
                services.add_file(
                    self.case,
                    by=self.analyst,
                    at=at,
                    file=given(name, content),
                    handling=texts.HANDLING,
                )

    def withdraw_last_file(self, at):
        reason = texts.WHY["withdraw_file"]
        file = self.case.files.latest("pk")
        services.withdraw_file(file, by=self.manager, at=at, reason=reason)

    def deliver(self, at, kind):
        self._take(
            services.deliver,
            at=at,
            kind=kind,
            title=f"{self.story.title}: {Support(kind).label}",
            delivered_on=london_date(at),
            recipient=f"Exercise SIO {self.story.number:03d}",
        )

    def reassess(self, at, levels=None):
        summary = "Synthetic. Looked at together with the SIO; the harm is lower than before."
        assessment = None
        if levels:
            assessment = services.assess_case(
                self.case, by=self.analyst, at=at, stage="reassessment", mode="computed",
                model=self.cast.model, levels=levels,
            )  # fmt: skip
        self._take(services.reassess, at=at, summary=summary, assessment=assessment)

    def close(self, at, owner, reason):
        why = {"owner": owner, "reason": reason}
        self._take(services.close_case, by=self.manager, at=at, note=texts.WHY["close"], **why)

    def survey(self, at):
        """Answer by the story's number alone: no other choice moves. Not of a hidden case."""
        if self.hidden:
            return
        said = texts.SURVEYS[self.story.number % len(texts.SURVEYS)]
        helped, in_time, again, text = said
        services.answer_survey(
            self.case, by=self.force_lead, at=at,
            helped=helped, in_time=in_time, again=again, text=text,
        )  # fmt: skip

    def reopen(self, at):
        self._take(services.reopen_case, by=self.manager, at=at, reason=texts.WHY["reopen"])

    def hold(self, at):
        self._take(services.hold_case, at=at, reason=texts.WHY["hold"])

    def resume(self, at):
        self._take(services.resume_case, at=at)

    def restrict(self, at):
        reason = texts.WHY["restrict"]
        self._take(services.restrict_case, by=self.manager, at=at, reason=reason)
        self.hidden = True

    def reclassify(self, at, primary_type):
        reason = texts.WHY["reclassify"]
        self._take(services.reclassify, at=at, reason=reason, primary_type=primary_type)

    def transfer(self, at, region):
        self._take(
            services.transfer_lead,
            by=self.manager,
            at=at,
            region=self.cast.regions[region],
            from_date=london_date(at),
            reason=texts.WHY["transfer"],
        )
        self.region = region

    def support(self, at, region):
        services.add_region(
            self.case,
            by=self.manager,
            at=at,
            region=self.cast.regions[region],
            from_date=london_date(at),
        )

    def add_force(self, at, force):
        services.add_force(self.case, by=self.manager, at=at, force=self.cast.forces[force])

    def link(self, at, kind, reference, **flags):
        link = services.link_threat(
            self.case, by=self.analyst, at=at, kind=kind, reference=reference, **flags
        )
        self.threats[reference] = getattr(link, "threat", link)

    def _threat_step(self, service, reference, at, **fields):
        threat = self.threats[reference]
        self.threats[reference] = service(
            threat, version=threat.version, by=self.analyst, at=at, **fields
        )

    def map_threat(self, at, reference):
        self._threat_step(services.map_threat, reference, at)

    def activate(self, at, reference):
        self._threat_step(services.activate_threat, reference, at)

    def archive(self, at, reference):
        why = self.rng.choice(["dismantled", "merged", "no_longer_meets"])
        self._threat_step(services.archive_threat, reference, at, archive_reason=why)

    def outcome(self, at, label, threat="", replaces="", **fields):
        fields.setdefault("force", self.cast.forces[self.story.force])
        if threat:
            fields["threat"] = self.threats[threat]
        if replaces:
            fields["replaces"] = self.outcomes[replaces]
        fields["subject_key"] = fields.pop("subject", "")
        fields["evidence_reference"] = f"EX/{self.story.number:04d}/{len(self.outcomes) + 1}"
        self.outcomes[label] = services.record_outcome(self.case, by=self.analyst, at=at, **fields)

    def _stamp(self, service, label, by, at, **fields):
        outcome = self.outcomes[label]
        self.outcomes[label] = service(outcome, version=outcome.version, by=by, at=at, **fields)

    def verify(self, at, label):
        self._stamp(services.verify_outcome, label, self.manager, at)

    def void(self, at, label):
        self._stamp(services.void_outcome, label, self.manager, at, reason=texts.WHY["void"])

    def confirm(self, at, label):
        if not self.hidden:
            self._stamp(services.confirm_outcome, label, self.force_lead, at)

    def dispute(self, at, label):
        if not self.hidden:
            reason = texts.WHY["dispute"]
            self._stamp(services.dispute_outcome, label, self.force_lead, at, reason=reason)
