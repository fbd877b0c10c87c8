# Everything runs in .venv, which is made on first use. Wanted: make and Python 3.11 or newer.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: run demo test soak lint bench screenshots pins clean browser

run: .venv/run.stamp            ## start the app; it makes and migrates its database
	$(BIN)/streamlit run app.py

demo: .venv/run.stamp           ## load the invented company, then start the app
	$(BIN)/python -m sla_core demo
	$(BIN)/streamlit run app.py

test: browser       ## everything, with few random cases
	SLA_TESTS=quick $(BIN)/python -m pytest $(PARALLEL)

soak: browser       ## everything, with many random cases
	SLA_TESTS=soak $(BIN)/python -m pytest $(PARALLEL)

# As many at once as there are processors; each process has its own servers, folders and browser.
PARALLEL := -n auto --maxprocesses 4 --dist worksteal

lint: .venv/dev.stamp           ## style, types and rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: browser      ## times, as ratios to what cannot be beaten
	$(BIN)/python -m tests.bench

screenshots: browser  ## the README's pictures, from the running app
	$(BIN)/python -m tests.browser.screenshots

pins: .venv/dev.stamp           ## requirements from pyproject.toml, with all they need
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml $(PINNED) -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev -c requirements.txt $(PINNED) -o tests/requirements.txt

PINNED := --quiet --universal --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links

clean:                          ## forget .venv and caches; data stays
	rm -rf .venv .bench .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- .venv

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Python 3.11 or newer is needed, and there is no $(PYTHON) here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1). If a newer one has another name: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make environments here; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev.stamp: tests/requirements.txt .venv/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

# Looked for each time, since a browser can go away.

browser: .venv/dev.stamp
	@$(BIN)/python -m tests.browser.provide
