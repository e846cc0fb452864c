# The doors of the project. Only Python 3.11 or later and make are assumed.
.PHONY: help setup demo test lint bench messages lock

PORT ?= 8000
BIN = .venv/bin

help:
	@echo "make demo [PORT=8000]  the demo on http://localhost:PORT, in the foreground"
	@echo "make setup             prepare everything, start nothing"
	@echo "make test              all checks and tests (CI=true: nothing may be missing)"
	@echo "make lint              the checks alone"
	@echo "make bench             what the desk costs beside stock code: queries and ratios"
	@echo "make messages          collect and compile the message catalogues (needs gettext)"
	@echo "make lock              pin the requirements anew, with hashes"

setup: .venv/ready .venv/ready-dev
	@.ci/node

demo: .venv/ready
	@exec env DEBUG=$${DEBUG:-false} BASE_URL=http://localhost:$(PORT) .ci/demo $(PORT)

test: setup
	@.ci/lint
	@.ci/test

lint: setup
	@.ci/lint

bench: .venv/ready-dev
	@LOG_LEVEL=WARNING $(BIN)/python -m pytest -q -s -p no:randomly -p no:logging tests/benchmarks -o python_files='bench_*.py'

messages: .venv/ready-dev
	$(BIN)/python .ci/messages.py collect

lock: .venv/ready-dev
	$(BIN)/python .ci/lock.py write
	npm install --package-lock-only

.venv/ready: requirements.txt .ci/venv
	@.ci/venv requirements.txt
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	@.ci/venv requirements.txt requirements-dev.txt
	@touch $@
