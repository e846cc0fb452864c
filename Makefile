.PHONY: setup demo
PORT ?= 8000
PYTHON = .venv/bin/python

setup: .venv/ready

.venv/ready: requirements.txt requirements-dev.txt
	python3 -m venv .venv
	.venv/bin/pip install --quiet --require-hashes -r requirements.txt -r requirements-dev.txt
	touch $@

demo: setup
	$(PYTHON) manage.py migrate --verbosity 0
	$(PYTHON) manage.py load_demo
	$(PYTHON) manage.py runserver --noreload 127.0.0.1:$(PORT)
