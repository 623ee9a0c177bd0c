"""The Celery application and what it does by the clock."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toex.settings.dev")

app = Celery("toex")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="notifications")
app.conf.beat_schedule = {
    "send notices that were left behind": {
        "task": "toex.notices.tasks.send_waiting_notices",
        "schedule": 60.0,
    },
    "say that the worker is alive": {"task": "toex.web.tasks.report", "schedule": 60.0},
    "delete sessions that have ended": {
        "task": "toex.web.tasks.clear_sessions",
        "schedule": crontab(minute=25),
    },
    "send what is gathered once a day": {
        "task": "toex.notices.tasks.send_daily_digests",
        # At 7am, as DIGEST_TIME says. The other runs find nothing to do, unless that one was lost.
        "schedule": crontab(minute="*/10"),
    },
    "publish releases whose time has come": {
        "task": "metrics.tasks.publish_what_is_due",
        "schedule": 60.0,
    },
    "recount figures that have changed": {
        "task": "metrics.tasks.recount_figures",
        "schedule": 60.0,
    },
    "seal the trail": {
        "task": "toex.audit.tasks.seal_events",
        "schedule": 60.0,
    },
    "check the trail": {
        "task": "toex.audit.tasks.check_trail",
        "schedule": crontab(hour=3, minute=40),
    },
    "look for requests that wait too long": {
        "task": "tasking.tasks.look_for_waiting_requests",
        "schedule": crontab(hour=2, minute=10),
    },
    "look for cases that wait too long": {
        "task": "cases.tasks.look_for_waiting_cases",
        "schedule": crontab(hour=2, minute=20),
    },
    "begin the quarters of the regions": {
        "task": "metrics.tasks.begin_quarters",
        "schedule": crontab(hour=0, minute=10),
    },
    "go on with packs that were left behind": {
        "task": "metrics.tasks.make_packs_left_behind",
        "schedule": 300.0,
    },
    "attack frozen releases that have changed": {
        "task": "metrics.tasks.attack_what_waits",
        "schedule": 300.0,
    },
}
