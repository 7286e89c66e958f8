# Everything a user or a checker runs. See README.md.
SHELL := /bin/bash
PACKAGES := libopenblas-dev liblapacke-dev libpng-dev libcairo2-dev fonts-dejavu-core pkg-config \
  dataset-fashion-mnist libcmark-gfm-dev libcmark-gfm-extensions-dev zlib1g-dev
SWIFT := swift
BUILD := $(SWIFT) build -c release
DARTBOARD := .build/release/dartboard

.PHONY: help demo test build install lint format clean

help:
	@echo "make demo    install what is missing, build, run the quickstart notebook"
	@echo "make test    install what is missing, build, run all tests and the lint"
	@echo "make build   release build of dartboard"
	@echo "make lint    check the formatting"
	@echo "make format  fix the formatting"

install:
	@missing=""; \
	for package in $(PACKAGES); do \
	  dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	  echo "needed and not found:$$missing (names of Debian packages); install them and try again"; \
	  exit 1; \
	fi; \
	sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	echo "installing$$missing"; \
	$$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y -qq --no-install-recommends $$missing >/dev/null

build: install
	$(BUILD)

demo: build
	$(DARTBOARD) run notebooks-md/quickstart.md
	@echo "open reports/quickstart/README.md"

test: install lint
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

lint:
	$(SWIFT) format lint --strict --configuration .swift-format -r Sources Tests Package.swift

format:
	$(SWIFT) format -i --configuration .swift-format -r Sources Tests Package.swift

clean:
	rm -rf .build
