# The few words of this project. `make` alone lists them. Works with GNU make 3.81 (macOS) and BSD or GNU tools.
# PYTHON=python3.12 chooses a Python; ARGS="-k falls" goes on to pytest.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes --only-binary :all:
UV ?= uv
LOCK = UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url pyproject.toml
TRAIN := build/train
PACKAGES := graph ingest queries api
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo serve dev test test-neo4j check golden bench quality real-run train lock clean

help: ## list these words
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/.ready ## make .venv with the command .venv/bin/improvement-graph

demo: setup ## build the sample community, answer four questions, serve the page
	@$(VENV)/bin/improvement-graph demo $(ARGS)

serve: setup ## serve the HTTP API and the page of the community in community.db
	@$(VENV)/bin/improvement-graph serve $(ARGS)

dev: $(VENV)/.ready-dev ## setup, and the tools for tests and checks

test: dev ## run all tests; those of Neo4j too where its server can be had
	@$(PY) -m graph.stores.neo4j_server --install \
		|| echo "make test: no Neo4j server could be set up; its tests say so below" >&2
	$(PY) -m pytest -q $(ARGS)

test-neo4j: dev ## run the tests that need a Neo4j server; fails where there is none
	$(PY) -m graph.stores.neo4j_server --install
	REQUIRE_NEO4J=1 $(PY) -m pytest -q -m neo4j $(ARGS)

check: dev ## lint, format, types, direction of imports; needs no server
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

golden: dev ## make the generated files again; read the difference before you commit it
	$(PY) -m tests.golden

bench: setup ## measure speed beside something measured in the same run
	$(VENV)/bin/improvement-graph bench $(ARGS)

quality: dev ## measure extraction and resolution against their floors; ARGS=--pin raises the floors
	$(PY) -m tests.quality.gate $(ARGS)

real-run: dev ## read five public communities from ../shared/data into both stores and ask four questions
	$(PY) -m tests.quality.real_run $(ARGS)

train: $(TRAIN)/.ready ## train the pipeline for names anew from ../shared/data/nlp (an hour or more) and pack it
	$(TRAIN)/bin/python -m ingest.extract.training.train --out $(TRAIN)/checkpoint $(ARGS)
	$(TRAIN)/bin/python -m ingest.extract.training.export --from $(TRAIN)/checkpoint

lock: ## resolve the dependencies again (needs uv); add ARGS=--upgrade for newer ones
	$(LOCK) --group build --output-file requirements.lock $(ARGS)
	$(LOCK) --group dev --extra neo4j-server --constraint requirements.lock \
		--output-file requirements-dev.lock $(ARGS)
	$(LOCK) --group train --constraint requirements.lock --output-file requirements-train.lock $(ARGS)

clean: ## remove .venv and what the tools left; no community is touched
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: made last, so that a set-up that was broken off is done again.

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(make_venv)
	@echo "make setup: installing what requirements.lock names (about a minute)"
	@$(INSTALL) --requirement requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "make setup: ready, the command is $(VENV)/bin/improvement-graph"

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	@echo "make dev: installing what requirements-dev.lock names"
	@$(INSTALL) --requirement requirements-dev.lock
	@touch $@

# Whole and without `--no-deps` there would be a package too many: see [[tool.uv.dependency-metadata]].
$(TRAIN)/.ready: requirements-train.lock
	@mkdir -p build
	@$(or $(PYTHON),python3) -m venv $(TRAIN)
	@echo "make train: installing what requirements-train.lock names (torch: 2 to 5 GB)"
	@$(TRAIN)/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes \
		--only-binary :all: --no-deps --requirement requirements-train.lock
	@touch $@

# The first Python of 3.11 to 3.14 (those that every locked package has a wheel for) that can make a virtual
# environment. One that is in .venv already is kept while it works.
define make_venv
if $(PY) -m pip --version >/dev/null 2>&1; then exit 0; fi; \
rm -rf $(VENV); seen=; bare=; \
for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14); do \
	version=`"$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null` || continue; \
	case $$version in 3.11|3.12|3.13|3.14) ;; *) seen="$$seen $$python is $$version;"; continue ;; esac; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || { bare=$$version; continue; }; \
	echo "make setup: $$python ($$version) makes $(VENV)"; \
	exec "$$python" -m venv $(VENV); \
done; \
if [ -n "$$bare" ]; then \
	echo "make setup: Python $$bare is here, but cannot make a virtual environment." >&2; \
	echo "  On Debian or Ubuntu: sudo apt install python$$bare-venv (or python3-venv), then again." >&2; \
else \
	echo "make setup: no Python 3.11, 3.12, 3.13 or 3.14 was found.$$seen" >&2; \
	echo "  Install one (python.org; macOS: brew install python@3.13; Debian or Ubuntu: sudo apt install" >&2; \
	echo "  python3 python3-venv), or name one that you have: make setup PYTHON=/path/to/python3" >&2; \
fi; exit 1
endef
