# Everything a person runs. `make help` lists it.
SHELL := /bin/bash
PY := .venv/bin/python
export PYTHONDONTWRITEBYTECODE := 1
export QT_QUICK_BACKEND ?= software

.DEFAULT_GOAL := help
.PHONY: help setup test check unit coverage demo kiosk screenshots prove-l2 lock clean

help: ## List what can be made
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .venv/.ready ## Set up system packages and the virtual environment

.venv/.ready: requirements.lock requirements-dev.lock pyproject.toml tools/setup.sh
	bash tools/setup.sh
	touch $@

demo: setup ## Run the main job: a scripted shopper buys a basket (SEED=N for another)
	.venv/bin/kiosk demo --out build/demo $(if $(SEED),--seed $(SEED))

kiosk: setup ## Open the kiosk against the simulator, with its control panel
	.venv/bin/kiosk play

test: setup check unit ## Run every check: lint, types, contracts, QML, tests

check: setup ## Lint, types, import contracts, QML
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) tools/ui/lint_qml.py
	bash tools/check_units.sh

unit: setup ## The tests
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n 2 --dist loadfile

PURE := kiosk/domain/*,*/codec.py,drivers/scale/mt*.py,drivers/camera/mjpeg_codec.py

coverage: setup ## Fail unless the domain and every codec are covered, branch by branch
	@mkdir -p build
	COVERAGE_FILE=build/.coverage $(PY) -m pytest -q -n 2 --cov=kiosk.domain \
	  --cov=kiosk.store.codec --cov=drivers --cov-report= tests/unit/kiosk/domain \
	  tests/unit/kiosk/store/test_codec.py $(addprefix tests/unit/drivers/,scanner printer scale payment camera)
	COVERAGE_FILE=build/.coverage $(PY) -m coverage report --skip-covered \
	  --show-missing --fail-under=100 --include='$(PURE)'

screenshots: setup ## Render every screen, both languages, to build/screens
	QT_QPA_PLATFORM=offscreen $(PY) tools/ui/screenshots.py build/screens

lock: ## Resolve requirements*.in anew, with hashes
	.venv/bin/pip install -q pip-tools
	.venv/bin/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.lock requirements.in
	.venv/bin/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements-dev.lock requirements-dev.in

prove-l2: setup ## Cut the power 5,000 times: nothing acknowledged may be lost (gcc, libsqlite3-dev)
	mkdir -p build
	$(PY) tests/crash/power_loss/run.py --states $(or $(STATES),5000) --seed $(or $(SEED),1) --json build/proof-l2.json

clean: ## Remove what was built (the virtual environment stays)
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
