"""The web server, the worker and the clock together, for one machine with no other service."""

import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

PATIENCE = 15  # seconds a program has to end by itself
WEB = ["--preload", "--worker-class=gthread", "--workers=2", "--threads=4"]
WEB += ["--graceful-timeout=10", "--log-level=warning"]
WORKER = ["--pool=solo", "--without-gossip", "--without-mingle", "--loglevel=WARNING"]


class Command(BaseCommand):
    help = """Serve the pages and the API, with the worker and the clock beside them.

    Examples: manage.py serve
              manage.py serve --port 8080
    Stops all three when one of them ends, or on Ctrl+C. Exit code 1 where one ended by itself.
    See also: demo."""

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        _refuse_busy(port)
        os.environ.setdefault("SITE_ADDRESS", f"http://127.0.0.1:{port}")
        signal.signal(signal.SIGTERM, _stop)
        programs = []
        try:
            for line in _programs(port):
                programs.append(subprocess.Popen(line))
            self._announce(port, programs)
            ended = _first_to_end(programs)
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
            return
        finally:
            _end(programs)
        raise CommandError(f"{' '.join(ended.args[:4])} ended by itself; everything is stopped.")

    def _announce(self, port, programs):
        while all(program.poll() is None for program in programs):
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    self.stdout.write(f"Ready: http://127.0.0.1:{port}/  (Ctrl+C stops it)")
                    self.stdout.flush()
                    return
            time.sleep(0.1)


def _stop(number, frame):
    raise KeyboardInterrupt


def _refuse_busy(port):
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken. Stop what uses it, or choose another: PORT=8001."
            ) from error


def _programs(port):
    python = [sys.executable, "-m"]
    web = [*python, "gunicorn", "toex.wsgi", "--bind", f"127.0.0.1:{port}", *WEB]
    celery = [*python, "celery", "--quiet", "-A", "toex"]
    schedule = str(settings.VAR_DIR / "clock")
    return [
        web,
        [*celery, "worker", *WORKER],
        [*celery, "beat", "--schedule", schedule, "--pidfile=", "--loglevel=WARNING"],
    ]


def _first_to_end(programs):
    while True:
        for program in programs:
            if program.poll() is not None:
                return program
        time.sleep(0.5)


def _end(programs):
    """Ask every program to end; force the one that does not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for program in programs:
        program.terminate()
    deadline = time.monotonic() + PATIENCE
    for program in programs:
        try:
            program.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
