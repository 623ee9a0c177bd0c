from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from metrics.api.paging import page_of
from metrics.api.parameters import CELL, FIGURES
from metrics.api.serializers import (
    FiguresSerializer,
    MeasureSerializer,
    MeasuresSerializer,
    RecordsSerializer,
)
from metrics.cells import read_cell
from metrics.figures import MARKING, count
from metrics.measures import MEASURES, RULE_SET
from metrics.query import one_measure, read_query
from metrics.reasons import because
from metrics.records import records_behind
from metrics.rows import figure_of, reference_of
from metrics.sight import READERS
from toex.audit.services import record_read
from toex.core.periods import LONDON
from toex.forces.models import Force, Region


class FigureView(APIView):
    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.user.role not in READERS:
            raise PermissionDenied

    def head(self, query):
        return {
            "marking": MARKING,
            "rules": RULE_SET,
            "basis": query.basis,
            "known_at": query.known_at.astimezone(LONDON).isoformat(),
        }


class Figures(FigureView):
    """Measures counted over a period, live where the reader may see them so."""

    @extend_schema(operation_id="figures", parameters=FIGURES, responses=FiguresSerializer)
    def get(self, request):
        now = timezone.now()
        query = read_query(request.query_params, now=now)
        rows = count(query, reader=request.user)
        record_read(actor=request.user, action="figure.list", at=now, shown=query.told())
        return Response({**self.head(query), "rows": [figure_of(row) for row in rows]})


class Records(FigureView):
    """What counts in one cell, what does not and why, and how much is out of sight."""

    @extend_schema(
        operation_id="figure_records", parameters=[*FIGURES, *CELL], responses=RecordsSerializer
    )
    def get(self, request):
        now = timezone.now()
        query = one_measure(read_query(request.query_params, now=now))
        query, cell = read_cell(
            request.query_params,
            query,
            regions=set(Region.objects.values_list("code", flat=True)),
            forces=set(Force.objects.values_list("code", flat=True)),
        )
        records = records_behind(query, cell, reader=request.user)
        rows, neighbours = page_of(
            request, records.all_rows(), known_at=query.known_at.isoformat()
        )
        record_read(
            actor=request.user,
            action="figure.records",
            at=now,
            shown=[*query.told(), *(reference_of(item) for item in rows)],
        )
        return Response({**self.head(query), **neighbours, **self.body(query, rows, records)})

    def body(self, query, rows, records):
        (measure,) = query.measures
        return {
            "included": [
                {**_named(item), "because": because(measure, item)}
                for item in rows
                if not item.rule
            ],
            "excluded": [{**_named(item), "rule": item.rule} for item in rows if item.rule],
            "out_of_sight": {
                "included": records.unseen_included,
                "excluded": records.unseen_excluded,
            },
        }


def _named(item):
    reference = reference_of(item) if item.row in ("case", "request") else item.id
    return {item.row: reference, "quantity": item.amount}


class Measures(APIView):
    """The measures of the rule set, in the order in which they are shown."""

    @extend_schema(operation_id="measures", responses=MeasuresSerializer)
    def get(self, request):
        rows, neighbours = page_of(request, list(MEASURES.values()))
        counted = {"count": len(MEASURES)} if request.query_params.get("count") == "true" else {}
        results = MeasureSerializer(rows, many=True).data
        return Response({**neighbours, **counted, "results": results})


class OneMeasure(APIView):
    """What a measure counts, and what it does not."""

    @extend_schema(operation_id="measure", responses=MeasureSerializer)
    def get(self, request, code):
        if code not in MEASURES:
            raise Http404
        return Response(MeasureSerializer(MEASURES[code]).data)
