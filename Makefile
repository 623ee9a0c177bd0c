# Two commands to know: `make demo` and `make test`. Nothing here asks a question.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
FRESH ?=
SIZE ?= medium
WORKERS ?= auto
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
BUILD_ASSETS := $(wildcard toex/core/management/commands/build_assets.py)
PIP := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check --require-hashes
PYTEST := $(BIN)/pytest -q -n $(WORKERS) --dist loadgroup

DATABASE_URL_FOR_SERVICES = $(or $(DATABASE_URL),postgres://postgres@127.0.0.1:5432/toex)
REDIS_URL_FOR_SERVICES = $(or $(REDIS_URL),redis://127.0.0.1:6379/0)

.PHONY: help demo test test-services test-browser screenshots test-office bench check fix lock
.DELETE_ON_ERROR:

help:
	@echo "make demo           everything, with made-up data, on http://127.0.0.1:$(PORT)/  (FRESH=1 starts again)"
	@echo "make test           the test suite on SQLite"
	@echo "make test-services  the test suite on PostgreSQL and Redis (DATABASE_URL, REDIS_URL)"
	@echo "make test-browser   the pages in Chromium"
	@echo "make screenshots    pictures of every page, 1280 and 375 wide, for every role: var/screenshots"
	@echo "make test-office    the files of a release in LibreOffice"
	@echo "make bench          figures kept against figures counted, on 100,000 outcomes (a few minutes)"
	@echo "make check          style, floors, migrations, settings, schema"
	@echo "make fix            put the style right"
	@echo "make lock           pin requirements*.in again"

# --- set-up: each stamp is newer than what it was made from -------------------------------

.venv/made.stamp:
	@test -x $(BIN)/python || { echo "Making .venv with $(PYTHON)"; $(PYTHON) -m venv .venv; }
	@touch $@

.venv/requirements.stamp: requirements.txt .venv/made.stamp
	@echo "Installing what requirements.txt pins"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/requirements-dev.stamp: requirements-dev.txt .venv/made.stamp
	@echo "Installing what requirements-dev.txt pins"
	@$(PIP) -r requirements-dev.txt
	@touch .venv/requirements.stamp $@

# Where the machine has no npm, a pinned wheel brings one into .venv.
node_modules/.package-lock.json: package-lock.json requirements-npm.txt .venv/made.stamp
	@command -v npm >/dev/null || test -x $(BIN)/npm || { \
		echo "Installing npm into .venv"; $(PIP) -r requirements-npm.txt; }
	@echo "Fetching the stylesheets and scripts that package-lock.json pins"
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

toex/static/vendor/.stamp: node_modules/.package-lock.json $(BUILD_ASSETS)
	@$(MANAGE) build_assets
	@touch $@

# --- the demonstration ----------------------------------------------------------------------

demo: .venv/requirements.stamp
	@$(MAKE) --silent --no-print-directory toex/static/vendor/.stamp
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@SITE_ADDRESS=http://127.0.0.1:$(PORT) $(MANAGE) demo --size $(SIZE) --port $(PORT) $(if $(FRESH),--fresh)
	@exec $(MANAGE) serve --port $(PORT)

# --- tests and checks -----------------------------------------------------------------------

test: .venv/requirements-dev.stamp
	@$(MAKE) --silent --no-print-directory toex/static/vendor/.stamp
	@env -u DATABASE_URL -u REDIS_URL $(PYTEST)

test-services: .venv/requirements-dev.stamp
	@$(MAKE) --silent --no-print-directory toex/static/vendor/.stamp
	@DATABASE_URL=$(DATABASE_URL_FOR_SERVICES) REDIS_URL=$(REDIS_URL_FOR_SERVICES) \
		$(PYTEST) -m "not browser and not office and not screenshots"

test-browser: .venv/requirements-dev.stamp
	@$(MAKE) --silent --no-print-directory toex/static/vendor/.stamp
	@env -u DATABASE_URL -u REDIS_URL $(BIN)/pytest -q -n 0 -m browser

screenshots: .venv/requirements-dev.stamp
	@$(MAKE) --silent --no-print-directory toex/static/vendor/.stamp
	@env -u DATABASE_URL -u REDIS_URL $(BIN)/pytest -q -n 0 -m screenshots
	@echo "Open var/screenshots/index.html"

test-office: .venv/requirements-dev.stamp
	@$(MAKE) --silent --no-print-directory toex/static/vendor/.stamp
	@env -u DATABASE_URL -u REDIS_URL $(BIN)/pytest -q -n 0 -m office

bench: .venv/requirements.stamp
	@env -u DATABASE_URL $(MANAGE) bench
	@test -z "$(DATABASE_URL)" || $(MANAGE) bench

check: .venv/requirements-dev.stamp
	@$(MAKE) --silent --no-print-directory toex/static/vendor/.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r toex tasking cases metrics -c pyproject.toml --confidence-level medium
	$(MANAGE) check --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) spectacular --validate --fail-on-warn --file var/schema.yaml
	$(MANAGE) collectstatic --noinput --verbosity 0
	env $$(grep -v '^#' .env.example | xargs) SECRET_KEY=$$($(BIN)/python -c \
		'import secrets; print(secrets.token_urlsafe(60))') \
		DJANGO_SETTINGS_MODULE=toex.settings.production \
		$(MANAGE) check --deploy --fail-level WARNING

fix: .venv/requirements-dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/requirements-dev.stamp
	for name in requirements requirements-dev requirements-npm; do \
		$(BIN)/uv pip compile -q --generate-hashes --no-header --no-emit-index-url \
			--python-version 3.11 $$name.in -o $$name.txt || exit 1; \
	done
