# Two commands do it all on a machine with Python 3.11 or newer and make:
#   make demo    set up, and solve a shipped scenario
#   make test    set up, and run all the tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SCENARIO ?= scenarios/strong-and-misaligned.yaml
# One more than there are processors: a worker that waits, for a browser or for kernels that another compiles, leaves room.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))

.PHONY: demo test oldest lint format schema pictures docs bench bench-check system clean help

help:            ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

demo: $(VENV)/.runs            ## set up, and solve a shipped scenario (SCENARIO=... another)
	$(BIN)/powergame solve $(SCENARIO)

test: $(VENV)/.develops system oldest $(VENV)-wheel/.runs  ## set up, and run all the tests
	$(BIN)/python -m pytest -n $(WORKERS) --ignore tests/core  # which `oldest` has run

oldest: $(VENV)-oldest/.runs    ## run a core of the tests with the oldest packages; all others have the newest
	$(VENV)-oldest/bin/python -m pytest -n auto tests/core

lint: $(VENV)/.develops         ## style, types, which imports are allowed, and sizes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/python -m pytest tests/test_house.py

format: $(VENV)/.develops       ## put the code into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: $(VENV)/.runs           ## write the JSON Schema that editors use, and examples of formats that have none
	$(BIN)/powergame schema -o docs/schemas/1/scenario.schema.json
	$(BIN)/python docs/schemas/examples.py

pictures: $(VENV)/.runs         ## draw the pictures of the documentation
	$(BIN)/python docs/pictures/draw.py

docs: $(VENV)/.develops         ## build the site, build/site/index.html
	$(BIN)/python -m sphinx -W --keep-going -q $(if $(QUICK),-D quick=1) -b html docs build/site

bench: $(VENV)/.compares system ## measure every figure that is claimed
	for script in $(filter-out %/check.py %/clock.py,$(wildcard benchmarks/*.py)); do $(BIN)/python $$script || exit 1; done

bench-check: $(VENV)/.compares  ## compare speed, as ratios, with benchmarks/last.json (RENEW=--renew writes it anew)
	$(BIN)/python benchmarks/check.py $(RENEW)

system:          # lrsnash, an independent solver that tests compare with, the browser that drives the pages, and shells
	@missing=; \
	command -v lrsnash >/dev/null || missing="lrslib"; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v zsh >/dev/null || missing="$$missing zsh"; \
	command -v fish >/dev/null || missing="$$missing fish"; \
	if [ -n "$$missing" ]; then \
	  echo "installing $$missing, which the tests need"; \
	  sudo=$$( [ "$$(id -u)" = 0 ] || echo sudo ); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $$missing; fi

# The environment of a user with the oldest packages that pyproject.toml allows.
$(VENV)-oldest/.runs: pyproject.toml tests/oldest.py
	rm -rf $(VENV)-oldest && $(PYTHON) -m venv --without-pip $(VENV)-oldest
	$(PYTHON) tests/oldest.py > $(VENV)-oldest/constraints.txt
	$(PYTHON) -m pip --disable-pip-version-check --python $(VENV)-oldest/bin/python install --quiet \
	  --constraint $(VENV)-oldest/constraints.txt --editable '.[fast,tables,cluster,explore]' pytest pytest-xdist
	touch $@

# The environment of a user who has installed the wheel without extras; tests/release puts each wheel into it.
$(VENV)-wheel/.runs: pyproject.toml
	rm -rf $(VENV)-wheel && $(PYTHON) -m venv --without-pip $(VENV)-wheel
	$(PYTHON) -m pip --disable-pip-version-check --python $(VENV)-wheel/bin/python install --quiet .
	touch $@

clean:           ## remove what was installed and what tools left
	rm -rf $(VENV) $(VENV)-oldest $(VENV)-wheel build docs/gallery docs/project docs/reference/api *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A bare Debian has no ensurepip: then the machine's own pip installs into the environment.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "powergame needs Python 3.11 or newer; make PYTHON=/path/to/python3.11 uses another one"; exit 1; }
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); $(PYTHON) -m venv --without-pip $(VENV); }
	touch $@

PIP = $(if $(wildcard $(BIN)/pip),$(BIN)/python -m pip,$(PYTHON) -m pip --python $(BIN)/python) --disable-pip-version-check

$(VENV)/.runs: $(VENV)/.made pyproject.toml
	$(PIP) install --quiet --editable '.[fast,tables]'
	touch $@

$(VENV)/.develops: $(VENV)/.runs
	$(PIP) install --quiet --editable '.[dev]'
	touch $@

$(VENV)/.compares: $(VENV)/.develops
	$(PIP) install --quiet --editable '.[bench]'
	touch $@
