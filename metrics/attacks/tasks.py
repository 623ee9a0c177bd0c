"""The attack as a worker carries it out."""

from celery import shared_task
from django.utils import timezone

from metrics.attacks import keeping


@shared_task
def run_attack(attack_id):
    return keeping.run_attack(attack_id, at=timezone.now())
