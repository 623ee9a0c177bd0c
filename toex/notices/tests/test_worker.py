"""Real worker processes take notices from a real broker: Redis, and the one in plain files."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from tasking.tests.factories import TaskingRequestFactory
from toex.celery import app
from toex.notices.models import Notice

pytestmark = pytest.mark.services

SCENARIO = """
from datetime import UTC, datetime
from toex.notices.models import Notice
from toex.forces.models import Force
from toex.accounts.models import User
from tasking import services
from tasking.tests.factories import FILLED
lead = User.objects.create(
    email="lead@essex.example", role="force_lead", force=Force.objects.get(code="essex")
)
at = datetime(2026, 4, 2, 12, tzinfo=UTC)
request = services.create_request(by=lead, at=at, **FILLED)
services.submit_request(request, version=request.version, by=lead, at=at)
print(Notice.objects.waiting().count())
"""
LEFT = "from toex.notices.models import Notice; print(Notice.objects.waiting().count())"


@contextmanager
def worker(**environment):
    """Run a worker beside the test until the test is done with it."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "toex", "worker", "--pool=solo"]
    queue = environment.pop("queue", "celery")
    program = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle", "-Q", queue],
        env=os.environ | environment,
        cwd=settings.BASE_DIR,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield program
    finally:
        program.terminate()
        program.wait(30)


def wait_until(holds, seconds=60):
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.2)
    return holds()


def address_of_database():
    about = connection.settings_dict
    login = f"{about['USER']}:{about['PASSWORD']}@{about['HOST']}:{about['PORT'] or 5432}"
    return f"postgres://{login}/{about['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_a_notice_from_redis_and_sends_it(tmp_path, monkeypatch):
    queue = f"trial-{os.getpid()}"
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    monkeypatch.setitem(app.conf, "task_default_queue", queue)

    request = TaskingRequestFactory(submitted=True)

    notices = Notice.objects.filter(target=request.reference)
    assert notices.waiting().count() == notices.count() > 0
    with worker(
        DATABASE_URL=address_of_database(),
        DJANGO_SETTINGS_MODULE="toex.settings.test",
        VAR_DIR=str(tmp_path),
        queue=queue,
    ):
        assert wait_until(lambda: not notices.waiting().exists())
    assert len(list((tmp_path / "mail").iterdir())) == notices.count()


def manage(*arguments, var_dir):
    """Run a command on a SQLite file and a queue of its own, as the demonstration does."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL")
    }
    environment |= {"DJANGO_SETTINGS_MODULE": "toex.settings.dev", "VAR_DIR": str(var_dir)}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()[-1] if done.stdout.strip() else ""


def test_a_worker_takes_a_notice_from_the_queue_in_plain_files(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    manage("migrate", var_dir=tmp_path)
    manage("load_forces", var_dir=tmp_path)
    assert int(manage("shell", "-c", SCENARIO, var_dir=tmp_path)) > 0
    queued = tmp_path / "queue" / "messages"
    assert list(queued.iterdir())

    with worker(DJANGO_SETTINGS_MODULE="toex.settings.dev", VAR_DIR=str(tmp_path)):
        assert wait_until(lambda: not list(queued.iterdir()))

    assert manage("shell", "-c", LEFT, var_dir=tmp_path) == "0"
    assert list((tmp_path / "mail").iterdir())
