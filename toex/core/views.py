"""What every page and every endpoint shares."""


class VisibleRowsMixin:
    """Serve only rows the signed-in user may see. Any other row is a 404, not a 403.

    For generic views and viewsets alike: both have `get_queryset` and `self.request`.
    """

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)
