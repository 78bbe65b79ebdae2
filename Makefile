# Each target makes what it needs: a virtual environment, and in it the pinned requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run ask test lint evals bench clean

run: $(VENV)/runtime  ## index ARTICLES_DIR and serve the page and the API
	$(BIN)/python app.py

ask: $(VENV)/runtime  ## make ask Q="your question"
	@$(BIN)/python -m bot "$$Q"

test: $(VENV)/dev
	$(BIN)/python -m pytest

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy app.py index bot evals tests

evals: $(VENV)/dev  ## is it good, is it grounded, and is it still
	$(BIN)/python -m evals

bench: $(VENV)/dev  ## make bench DATA=folder of the public sets
	$(BIN)/python -m evals.bench $(DATA)
	[ -z "$(DATA)" ] || $(BIN)/python -m evals.prompt_cost $(DATA)

clean:
	rm -rf $(VENV) .data

$(VENV)/runtime: requirements.txt constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/runtime
	$(PIP) -r requirements-dev.txt
	@touch $@
