"""The page “At a glance”, of the reader's own place."""

from django.utils import timezone
from django.views.generic import TemplateView

from metrics.figures import MARKING
from metrics.glance.board import SHOWN, Board
from metrics.sight import READERS
from tasking.workflow import MANAGERS
from toex.audit.services import record_read
from toex.web.pages import RolesMixin
from toex.workflow.authority import may


class Glance(RolesMixin, TemplateView):
    roles = READERS
    template_name = "metrics/glance.html"

    def get_context_data(self, **kwargs):
        now, reader = timezone.now(), self.request.user
        board = Board(reader=reader, now=now)
        spans = [span.name for span in board.spans]
        shown = [*(measure.code for measure in SHOWN), *spans]
        record_read(actor=reader, action="figure.glance", at=now, shown=shown)
        headlines = board.headlines()
        shares = [number.unkeyed for each in headlines for number in each.numbers]
        return super().get_context_data(
            marking=MARKING,
            known_at=now,
            board=board,
            headlines=headlines,
            marks={"unkeyed": any(shares), "low": any("[u]" in each for each in shares)},
            may_verify=may(reader, MANAGERS),
            smalls=board.months(),
            maps=board.maps(),
            **kwargs,
        )
