# Everything is installed into .venv by the first command that needs it.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: play run test test-long test-bank lint clean

play: $(VENV)/.installed ## The daily loop in this terminal
	@$(BIN)/dlq play

run: $(VENV)/.run ## The bot on the platforms whose tokens are set
	@$(BIN)/dlq run

test: $(VENV)/.test ## The quick tests
	$(BIN)/pytest -n auto

test-long: $(VENV)/.test ## Virtual years, kills and restarts
	$(BIN)/pytest -n auto -m long

test-bank: $(VENV)/.bank ## Run every line of the bank's code
	$(BIN)/pytest -m bank

lint: $(VENV)/.lint ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean: ## Remove what was installed and made
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/.installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.run: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[discord,slack]'
	@touch $@

$(VENV)/.test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

$(VENV)/.lint: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[lint,test]'
	@touch $@

$(VENV)/.bank: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[frameworks,test]'
	@touch $@
