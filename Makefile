# Everything a user or a checker runs. See README.md.
SHELL := /bin/bash
PACKAGES := libopenblas-dev liblapacke-dev libpng-dev libcairo2-dev fonts-dejavu-core pkg-config \
  dataset-fashion-mnist libcmark-gfm-dev libcmark-gfm-extensions-dev zlib1g-dev libssl-dev
SWIFT := swift
BUILD := $(SWIFT) build -c release
DARTBOARD := .build/release/dartboard
TESTABLE := -Xswiftc -enable-testing
PEERS := .build/peers
# Debian's own, where python3-torch is.
PYTHON := /usr/bin/python3

# The toolchain's own clang: its sanitizers come with it, and its thread sanitizer wants its libdispatch.
TOOLCHAIN = $(shell $(SWIFT)c -print-target-info | sed -n 's|.*"runtimeResourcePath": "\(.*\)/lib/swift".*|\1|p')
CLANG = $(TOOLCHAIN)/bin/clang
DISPATCH = -L$(TOOLCHAIN)/lib/swift/linux -Wl,-rpath,$(TOOLCHAIN)/lib/swift/linux -ldispatch -lBlocksRuntime
SANITIZED := .build/sanitized
SANITIZE = $(CLANG) -g -std=c11 -Wall -Wextra -Werror -fno-sanitize-recover=all -ffp-contract=off \
  -fno-omit-frame-pointer -fuse-ld=lld -ISources/CKernels/include

.PHONY: help demo test testable golden peers kills fuzz notebooks experiments bench build install lint format sanitize parity parity-vectors torch clean

help:
	@echo "make demo    install what is missing, build, run the quickstart notebook"
	@echo "make test    install what is missing, build, run all tests and the lint"
	@echo "make golden  golden runs with 1, 2, 3 and 7 threads, every kernel and BLAS core, in the release build;"
	@echo "             those of the plain kernels are the short ones"
	@echo "make kills   kill 100 searches and trainings at random moments and resume them"
	@echo "make fuzz    100,000 mutated files for every reader"
	@echo "make notebooks  run the quick profile of every notebook and compare it with its committed report"
	@echo "make experiments  execute every notebook in full and render its report: hours"
	@echo "make build   release build of dartboard"
	@echo "make sanitize  drive kernels and thread pool under the address, undefined-behaviour and thread sanitizers"
	@echo "make bench   time training steps here and in PyTorch (installs python3-torch), write reports/performance"
	@echo "make parity  compare loss, gradients and curvature with PyTorch (installs python3-torch)"
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

# Tests run optimized, in one build with the program they start; then that program and one built
# for debugging execute the golden runs again. A build of Swift modules that wait for each other
# leaves a processor idle, which the sanitizers use.
test: install lint peers
	$(MAKE) -j2 testable sanitize
	PATH="$(CURDIR)/$(PEERS)/bin:$$PATH" $(SWIFT) test -c release --skip-build $(TESTABLE)
	$(DARTBOARD) verify fixtures/golden --threads 1 --json >/dev/null
	$(SWIFT) build --product dartboard
	.build/debug/dartboard verify fixtures/golden --threads 2 --json >/dev/null

# Tests that want these say so and are skipped where they cannot be installed.
peers:
	@if [ ! -f $(PEERS)/complete ]; then \
	  echo "installing $(PEERS): what fixtures/peers/requirements.txt lists"; \
	  { python3 -m venv $(PEERS) && $(PEERS)/bin/python3 -m pip install -q -r fixtures/peers/requirements.txt && touch $(PEERS)/complete; } || \
	  { rm -rf $(PEERS); echo "notice: not installed; tests against other programs' readers are skipped"; }; \
	fi

# The plain kernels are some tens of times slower and execute the runs named here; all others execute all.
SHORT_GOLDEN := every-operation training warm-up
golden: build
	@set -e; for threads in 1 2 3 7; do \
	  echo "golden runs, $$threads threads"; \
	  $(DARTBOARD) verify fixtures/golden --threads $$threads --json >/dev/null; \
	done; \
	for kernels in avx512 avx2; do \
	  if $(DARTBOARD) doctor | grep -q "^[^ ]* *kernels .*$$kernels"; then \
	    echo "golden runs, $$kernels kernels"; \
	    DARTBOARD_KERNELS=$$kernels $(DARTBOARD) verify fixtures/golden --json >/dev/null; \
	  fi; \
	done; \
	rm -rf .build/short-golden; mkdir -p .build/short-golden; \
	for name in $(SHORT_GOLDEN); do cp fixtures/golden/$$name.* .build/short-golden/; done; \
	echo "golden runs $(SHORT_GOLDEN), reference kernels"; \
	DARTBOARD_KERNELS=reference $(DARTBOARD) verify .build/short-golden --json >/dev/null; \
	cores="Haswell Zen Sandybridge Nehalem Prescott"; \
	if grep -qw avx512bw /proc/cpuinfo; then cores="$$cores SkylakeX Cooperlake"; fi; \
	for core in $$cores; do \
	  echo "golden runs, OPENBLAS_CORETYPE=$$core"; \
	  OPENBLAS_CORETYPE=$$core $(DARTBOARD) verify fixtures/golden --json >/dev/null; \
	done

testable: install
	$(SWIFT) build -c release --build-tests $(TESTABLE)

kills: testable
	DARTBOARD_KILLS=100 $(SWIFT) test -c release --skip-build $(TESTABLE) --filter KillTests

fuzz: testable
	DARTBOARD_MUTATIONS=100000 $(SWIFT) test -c release --skip-build $(TESTABLE) --filter RecordsTests

sanitize:
	@mkdir -p $(SANITIZED)
	@# Without optimization: instrumented and unrolled, a file of kernels would take minutes to compile.
	ls Sources/CKernels/cpu.c Sources/CKernels/kernels_*.c Tests/Sanitizers/kernels.c | xargs -P "$$(nproc)" -I{} \
	  sh -c '$(filter-out -fuse-ld=lld,$(SANITIZE)) -O0 -fsanitize=address,undefined -c {} -o $(SANITIZED)/$$(echo {} | tr / _).o'
	$(SANITIZE) -fsanitize=address,undefined -o $(SANITIZED)/kernels \
	  $(SANITIZED)/Sources_CKernels_*.o $(SANITIZED)/Tests_Sanitizers_kernels.c.o
	$(SANITIZE) -O1 -fsanitize=address,undefined -pthread -o $(SANITIZED)/pool Tests/Sanitizers/pool.c Sources/CKernels/pool.c
	$(SANITIZE) -O1 -fsanitize=thread -pthread -o $(SANITIZED)/pool-threads Tests/Sanitizers/pool.c Sources/CKernels/pool.c \
	  $(DISPATCH)
	$(SANITIZED)/kernels
	$(SANITIZED)/pool
	$(SANITIZED)/pool-threads

# PyTorch itself is wanted only here.
torch:
	@$(PYTHON) -c "import torch" 2>/dev/null || { echo "installing python3-torch"; \
	  sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y -qq --no-install-recommends python3-torch python3-numpy >/dev/null; }

bench: build torch
	$(DARTBOARD) bench compare --python $(PYTHON)

parity: build torch
	rm -rf .build/parity
	$(DARTBOARD) parity export .build/parity
	for name in $$(cd .build/parity && ls *.safetensors); do \
	  $(PYTHON) fixtures/peers/parity.py compute .build/parity/$$name \
	    .build/parity/$${name%.safetensors}.answers.safetensors || exit 1; \
	done
	$(DARTBOARD) parity check .build/parity

# Writes the test vectors of fixtures/parity again.
parity-vectors: build torch
	$(DARTBOARD) parity export --small .build/parity-vectors
	$(PYTHON) fixtures/peers/parity.py fixtures fixtures/parity .build/parity-vectors/*.safetensors

# Executes every notebook in full, which takes hours, and renders its report; only missing runs are run.
experiments: build
	for notebook in notebooks-md/*.md; do $(DARTBOARD) run $$notebook || exit 1; done

# Executes the quick profile of every notebook and compares it with its committed report.
notebooks: build
	$(DARTBOARD) check

lint:
	$(SWIFT) format lint --strict --configuration .swift-format -r Sources Tests Package.swift

format:
	$(SWIFT) format -i --configuration .swift-format -r Sources Tests Package.swift

clean:
	rm -rf .build
