"""Who else may read a request because they see its case in full."""

from django.db import transaction

from tasking.models import RequestSight
from toex.accounts.choices import Role


@transaction.atomic
def set_sights(request, *, regions=(), managers_of=(), users=()):
    """Replace who else reads the request; the floor above calls this when its case changes.

    `regions`: their managers and analysts read it. `managers_of`: of these regions the managers
    only, as with a restricted case. `users`: these people.
    """
    request.sights.all().delete()
    RequestSight.objects.bulk_create(
        [
            *(RequestSight(request=request, region=region) for region in regions),
            *(
                RequestSight(request=request, region=region, role=Role.TOEX_MANAGER)
                for region in managers_of
            ),
            *(RequestSight(request=request, user=user) for user in users),
        ]
    )
