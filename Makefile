# Everything one does with a checkout of Turnout. Each target does its own set-up on a fresh Debian 12 with Swift installed.

.DEFAULT_GOAL := help
.PHONY: help run build test test-long bench lint fuzz clean

# `run` hands ARGS to the server; `bench` measures SCENARIOS, or each there is, in ROUNDS; `fuzz` runs TARGET, or each there
# is, for SECONDS.
ARGS ?=
ROUNDS ?= 5
SCENARIOS ?=
TARGET ?=
SECONDS ?= 60

SWIFT_BUILD := swift build --configuration release --explicit-target-dependency-import-check error

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' Makefile

run: build ## Build and start the server with working defaults; ARGS="--config FILE" for others
	@exec .build/release/turnout $(ARGS)

build: ## Build the server: .build/release/turnout
	@scripts/setup build
	$(SWIFT_BUILD) --product turnout

test: ## Build and run all tests, also against a real Chromium and a real ffmpeg
	@scripts/setup test
	$(SWIFT_BUILD) --build-tests
	@scripts/test

test-long: ## The same with sweeps, floods and long repeats
	@scripts/setup test
	$(SWIFT_BUILD) --build-tests
	@TURNOUT_LONG_TESTS=1 scripts/test

bench: build ## Measure the figures that the README quotes; ROUNDS=1 SCENARIOS=100-gcm,10x10 for a glance
	@scripts/setup bench
	@Benchmarks/run all "$(ROUNDS)" "$(SCENARIOS)"

lint: ## Check the format of all Swift files
	@scripts/setup build
	swift format lint --strict --parallel --recursive Sources Tests Package.swift

fuzz: ## Fuzz the parsers with libFuzzer: TARGET=name, SECONDS=60
	@scripts/setup build
	@scripts/fuzz "$(SECONDS)" $(TARGET)

clean: ## Remove everything that was built or installed into this folder
	rm -rf .build
