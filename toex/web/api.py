"""What every endpoint shares: rows in sight, looks logged, versions, keys, steps."""

import hashlib
import json
from contextlib import suppress

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from rest_framework import status
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from toex.audit.services import record_read
from toex.core.views import VisibleRowsMixin
from toex.web.once import KeyReused, claim, release, settle
from toex.workflow.moves import check_step
from toex.workflow.refusals import StepNotAllowed

MAX_KEY = 100

# What cannot be read or is too large, whichever of the API and its frame notices it.
CODES = {400: "parse_error", 413: "too_large"}
DETAILS = {
    400: "The request could not be read. Nothing was saved.",
    413: "The request is larger than this service takes. Nothing was saved.",
}


class AnswerKept(APIException):
    """Not an error: carries the first answer of a repeated POST to where answers are made."""

    def __init__(self, answered):
        self.answered = answered
        super().__init__()


class KeyUsedForAnotherBody(APIException):
    status_code = 422
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used for another body at this address."


class OnceMixin:
    """Honours `Idempotency-Key` on any POST: the same key and body give the first answer again."""

    claimed = None

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" and request.headers.get("Idempotency-Key"):
            with transaction.atomic():
                return super().dispatch(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        key = request.headers.get("Idempotency-Key")
        if request.method != "POST" or not key:
            return
        if len(key) > MAX_KEY or not key.isprintable():
            raise ValidationError({"Idempotency-Key": "The key must be 100 characters or fewer."})
        try:
            self.claimed, before = claim(
                user=request.user,
                address=request.path,
                key=key,
                digest=body_digest(request),
                at=timezone.now(),
            )
        except KeyReused:
            raise KeyUsedForAnotherBody from None
        if before:
            answered, self.claimed = self.claimed, None
            self.check_still_in_sight()
            raise AnswerKept(answered)

    def check_still_in_sight(self):
        """Raise as a first request would where the row behind the address is out of sight now."""
        if self.kwargs:
            self.get_object()

    def handle_exception(self, exc):
        if isinstance(exc, AnswerKept):
            return Response(exc.answered.answer, status=exc.answered.status)
        return super().handle_exception(exc)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.claimed and response.status_code < status.HTTP_400_BAD_REQUEST:
            plain = json.loads(response.rendered_content) if response.data is not None else None
            settle(self.claimed, status=response.status_code, answer=plain)
        elif self.claimed:
            release(self.claimed)  # nothing was done, so a second try may be carried out
        return response


def body_digest(request):
    """Return a digest of the body as sent; of the fields and files where it is a form."""
    if request.content_type.startswith("multipart/"):
        parts = [(name, value) for name, value in sorted(request.POST.items())]
        parts += [
            (name, hashlib.sha256(file.read()).hexdigest())
            for name, file in sorted(request.FILES.items())
        ]
        for file in request.FILES.values():
            file.seek(0)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    return hashlib.sha256(request.body).hexdigest()


def version_of(request):
    """Return the version in `If-Match` or in the body, or None where neither is given.

    :raises ValidationError: it is not a whole number
    """
    text = request.headers.get("If-Match")
    if text is None and isinstance(request.data, dict):
        text = request.data.get("version")
    if text is None or text == "":
        return None
    text = str(text).strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise ValidationError({"version": "The version must be a whole number."})
    return int(text)


class RowViewSet(OnceMixin, VisibleRowsMixin, GenericViewSet):
    """Rows of one kind, in sight of the reader; each look is logged.

    `audit_noun` names the kind in the trail; `series` reads the reference in the address
    (without it the address holds a number, or with `lookup_field` the value of that field);
    `roles` may see the kind at all.
    """

    audit_noun = None
    series = None
    roles = ()
    lookup_field = "pk"
    lookup_url_kwarg = "reference"

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if (
            self.roles
            and request.user.role not in self.roles
            and self.action in ("list", "create")
        ):
            raise PermissionDenied

    def get_object(self):
        wanted = self.kwargs[self.lookup_url_kwarg]
        if self.series:
            wanted = self.series.number(wanted)
        row = self.get_queryset().filter(**{self.lookup_field: wanted}).first() if wanted else None
        if row is None:
            raise Http404
        return row

    def list(self, request, *args, **kwargs):
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        record_read(
            actor=request.user, action=f"{self.audit_noun}.list", at=timezone.now(), shown=rows
        )
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request, *args, **kwargs):
        row = self.get_object()
        record_read(
            actor=request.user, action=f"{self.audit_noun}.view", at=timezone.now(), target=row
        )
        return Response(self.get_serializer(row).data)

    def check_person(self, workflow, name, row):
        """Refuse whoever may take the step in no state, before anything of the body is read."""
        with suppress(StepNotAllowed):
            workflow.step_for(name, row=row, by=self.request.user)

    def take_step(self, workflow, name, service, body=None, **context):
        """Refuse in the contract's order, then read the body and call the service.

        `service(row, version=…, by=…, at=…, **fields)` returns the row as it now stands.
        """
        row = self.get_object()
        self.check_person(workflow, name, row)
        version = version_of(self.request)
        check_step(row, workflow, name, by=self.request.user, version=version)
        fields = {}
        if body is not None:
            serializer = body(
                data=self.request.data, context={**self.get_serializer_context(), "row": row}
            )
            serializer.is_valid(raise_exception=True)
            fields = serializer.validated_data
        row = service(
            row, version=version, by=self.request.user, at=timezone.now(), **fields, **context
        )
        return Response(self.get_serializer(self.as_it_stands(row)).data)

    def as_it_stands(self, row):
        """Return the row for the answer to its own change, though it may be out of sight now."""
        return self.queryset.all().get(pk=row.pk)
