"""The people of a journey over the API, and the browser."""

import pytest
from django.core.management import call_command
from playwright.sync_api import sync_playwright

from toex.accounts.tests.factories import UserFactory
from toex.forces.models import Force, Region
from toex.tests.walking import CHROMIUM, QUIET


@pytest.fixture
def people(api):
    call_command("load_forces", verbosity=0)
    call_command("load_scoring_models", verbosity=0)
    essex, kent = (Force.objects.get(code=code) for code in ("essex", "kent"))
    ersou, emsou = (Region.objects.get(code=code) for code in ("ERSOU", "EMSOU"))
    return {
        "lead": api(UserFactory(force_lead=True, force=essex)),
        "neighbour": api(UserFactory(force_lead=True, force=kent)),
        "gateway": api(UserFactory(gateway_officer=True, region=ersou)),
        "manager": api(UserFactory(toex_manager=True, region=ersou)),
        "manager2": api(UserFactory(toex_manager=True, region=ersou)),
        "analyst": api(UserFactory(analyst=True, region=ersou, email="analyst@ersou.example")),
        "elsewhere": api(UserFactory(toex_manager=True, region=emsou)),
        "office": api(UserFactory(programme_office=True)),
        "auditor": api(UserFactory(auditor=True)),
        "nobody": api(UserFactory()),
        "stranger": api(),
    }


@pytest.fixture
def browser(monkeypatch):
    # Playwright runs a loop of its own in this thread; the database does not mind.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
