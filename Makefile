# Everything here goes through config/launch; see `make help`.
PYTHON ?= python3
LAUNCH = @exec $(PYTHON) config/launch/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help run test prove manage demo bench check fix lock setup

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## Set up and run Taalregie on http://localhost:8000 until Ctrl-C (PORT=, DATA_DIR=)
	$(LAUNCH) run

test: ## Set up and run the whole test suite (ARGS= goes to pytest)
	$(LAUNCH) test $(ARGS)

prove: ## Run the long proofs in full: kills, races, random regions, hostile files
	$(LAUNCH) prove $(ARGS)

manage: ## Run a management command: make manage ARGS="COMMAND ..." (ARGS=help lists ours)
	$(LAUNCH) manage $(ARGS)

demo: ## Wipe the demo region and load it again
	$(LAUNCH) demo $(ARGS)

bench: ## Measure the import, lists, report and export; writes .bench/results.json
	$(LAUNCH) bench $(ARGS)

check: ## Lint, types, imports, templates, migrations, production settings, translations
	$(LAUNCH) check

fix: ## Let ruff mend and format the code
	$(LAUNCH) fix

lock: ## Renew the locks from pyproject.toml (ARGS=--upgrade for newest versions)
	$(LAUNCH) lock $(ARGS)

setup: ## Only set up the development environment and front-end files
	$(LAUNCH) setup
