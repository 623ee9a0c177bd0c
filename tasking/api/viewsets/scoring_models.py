from django.http import Http404
from rest_framework.viewsets import ReadOnlyModelViewSet

from tasking.api.serializers import ScoringModelSerializer
from tasking.models import ScoringModel
from toex.web.fields import is_plain


class ScoringModelViewSet(ReadOnlyModelViewSet):
    """Scoring models by `CODE@version`. Reference data: everyone signed in sees all."""

    queryset = ScoringModel.objects.all()
    serializer_class = ScoringModelSerializer
    lookup_field = "pk"
    lookup_url_kwarg = "name"
    lookup_value_regex = "[^/]+"
    filter_backends = ()

    def get_object(self):
        name = self.kwargs["name"]
        code, _, number = name.partition("@") if is_plain(name) else ("", "", "")
        model = self.get_queryset().filter(code=code, number=number).first()
        if model is None:
            raise Http404
        return model
