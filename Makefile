# Two commands matter: `make run` and `make test`. Both set up all they need under .venv and var.

SHELL := /bin/sh
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
PYTEST := $(PY) -m pytest -p no:cacheprovider -q -n 2 --dist worksteal

# The first Python that is new enough, newest first.
FIND_PYTHON = for name in python3.13 python3.12 python3.11 python3 python; do \
	if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	echo "$$name"; break; fi; done

# A complete environment of the scaled profile. Nothing secret: the keys are made anew each time.
RANDOM_KEY = $$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')
SCALED = env -u DAY PROFILE=scaled SECRET_KEY="$(RANDOM_KEY)" SUPPRESSION_KEY="$(RANDOM_KEY)" \
	SITE_URL=https://quiz.example.com TRUSTED_PROXIES=1 HTTPS_REDIRECT=yes REDIS_URL=redis://redis:6379/0 \
	DATABASE_URL=postgres://smallyes:example@postgres:5432/smallyes \
	EMAIL_URL=submission://user:example@mail.example.com:587

.PHONY: help run test proof-laws proof-bombing proof-mail bench-mail bench-desk proof-lists bench-wording check format messages lock screens clean install install-dev

help:
	@echo "make run        start everything: PORT=8123 and DAY=20 may stand in front"
	@echo "make test       checks, then all tests on SQLite and on Postgres"
	@echo "make proof-laws the laws of pure functions, on thousands of cases each"
	@echo "make proof-bombing 5,000 asks for one address, and 5,000 addresses from one network"
	@echo "make proof-mail  2,000 mails through kills, restarts and wrong clocks, none lost, none doubled"
	@echo "make bench-mail  how fast mails go out, beside smtplib and django-post_office"
	@echo "make bench-desk  how fast the sales desk answers with 2,000 leads and with 200,000"
	@echo "make proof-lists a list of 20,000 people taken in while its worker is killed"
	@echo "make bench-wording DATA=x.tsv  precision and recall of the honesty rules on labelled texts"
	@echo "make check      lint, types, import rules, templates, texts, migrations, deployment settings"
	@echo "make format     put code and templates into shape"
	@echo "make messages   collect the texts of the interface into locale/ and compile them"
	@echo "make lock       write requirements*.txt anew from pyproject.toml"
	@echo "make screens    take the pictures in docs/screens"
	@echo "make clean      remove what can be made again (keeps var, where your data is)"

.venv/bin/python:
	@python="$$($(FIND_PYTHON))"; \
	if [ -z "$$python" ]; then \
	echo "Small Yes needs Python 3.11 or newer, and none was found. Install python3.11 and try again." >&2; exit 1; fi; \
	"$$python" -m venv .venv || { rm -rf .venv; \
	echo "Making .venv failed. On Debian and Ubuntu this helps: apt-get install python3-venv" >&2; exit 1; }

# The installed copy of the list is the stamp: installed again only when the list has changed.
install: .venv/bin/python
	@cmp -s requirements.txt .venv/requirements.txt || { echo "Installing what Small Yes needs ..." && \
	$(PIP) install -q --require-hashes -r requirements.txt && cp requirements.txt .venv/requirements.txt; }

install-dev: .venv/bin/python
	@cmp -s requirements-dev.txt .venv/requirements-dev.txt || { echo "Installing what the tests need ..." && \
	$(PIP) install -q --require-hashes -r requirements-dev.txt && cp requirements-dev.txt .venv/requirements-dev.txt; }

run: install
	@$(PY) manage.py serve

check: export VAR_DIR = .venv/check
check: install-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy .
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(PY) -m djlint templates --check --lint --quiet
	$(PY) manage.py catalogs --check
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py funnel schema | cmp - docs/funnel.schema.json
	$(SCALED) $(PY) manage.py check --deploy --fail-level WARNING

# What asks no database runs once; what does runs on both; journeys and services on Postgres.
test: check
	TEST_DATABASE=sqlite $(PYTEST) -m "not browser and not deploy"
	TEST_DATABASE=postgres $(PYTEST) -m "django_db or browser or deploy"

# `make test` tries each law on some hundred cases; this tries every one on thousands.
proof-laws: install-dev
	HYPOTHESIS_PROFILE=proof $(PYTEST) -m "hypothesis and not django_db and not browser"

# `make test` makes sixty presses of each attack; this makes five thousand, on both databases.
proof-bombing: install-dev
	PROOF_BOMBING=5000 TEST_DATABASE=sqlite $(PYTEST) tests/funnel/journey/test_bombing.py
	PROOF_BOMBING=5000 TEST_DATABASE=postgres $(PYTEST) tests/funnel/journey/test_bombing.py

# Half an hour, with real workers, a real database, queue and mail server. Tables: docs/proof-mail.md.
proof-mail: install-dev
	$(PY) -m tests.proofs.mail

bench-mail: install-dev
	@cmp -s requirements-bench.txt .venv/bench/requirements.txt || { \
	$(PIP) install -q --require-hashes --no-deps --target .venv/bench -r requirements-bench.txt && \
	cp requirements-bench.txt .venv/bench/requirements.txt; }
	PYTHONPATH=.venv/bench $(PY) -m tests.proofs.mail.bench

bench-desk: install-dev
	$(PY) -m tests.proofs.desk

proof-lists: install-dev
	$(PY) -m tests.proofs.lists

# Labelled data of others stays outside; columns page_id, text, label. Figures: docs/check/.
bench-wording: install-dev
	@$(PY) -m tests.funnel.checking.rules.bench_wording $(DATA)

format: install-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(PY) -m djlint templates --reformat --quiet

messages: export VAR_DIR = .venv/check
messages: install-dev
	$(PY) manage.py catalogs

lock: install-dev
	$(PY) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--python-version 3.11 pyproject.toml -o requirements.txt
	$(PY) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--python-version 3.11 pyproject.toml --group dev -o requirements-dev.txt
	$(PY) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-deps \
	--python-version 3.11 --group pyproject.toml:bench -o requirements-bench.txt

screens: install-dev
	SCREENS=1 $(PY) -m pytest -p no:cacheprovider -q tests/journeys/test_screens.py tests/journeys/test_newcomer.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
