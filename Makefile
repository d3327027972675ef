# Trunkline. `make help` lists the commands; CONTRIBUTING.md says which one to use when.

MVN     ?= mvn -B -ntp
VERSION := 0.1.0-SNAPSHOT
JAR     := deploy/standalone/target/standalone-$(VERSION).jar
BENCH   := deploy/bench/target/bench-$(VERSION)-exec.jar
SOURCES := $(shell find . -name pom.xml -not -path '*/target/*' -o -path '*/src/main/*' -type f)

.DEFAULT_GOAL := help
.PHONY: run verify setup format test it bench clean help

run: $(JAR) ## build what changed and start the whole platform; Ctrl-C stops it
	@trap : INT; java $(JAVA_OPTIONS) -jar $(JAR) || case $$? in 130|143) ;; *) exit 1 ;; esac

verify: ## everything that CI runs: formats, lints, all tests; ends with a summary
	@scripts/setup --if-possible
	@$(MVN) -T 2 clean verify; scripts/summary $$?

setup: ## install by apt and npm what the tests with other people's programs use (as root, on Debian)
	@scripts/setup

format: ## lay out every source file
	@$(MVN) -q spotless:apply

test: ## the tests without ports, databases and contexts
	@$(MVN) -q -Dfast test; scripts/summary $$?

it: ## the tests with ports, databases and the running platform
	@$(MVN) -q -Dfast -DskipUnitTests verify; scripts/summary $$?

bench: $(JAR) $(BENCH) ## measure the running platform beside NATS and mosquitto; OPTIONS=--help tells more
	@java -jar $(BENCH) $(OPTIONS)

clean: ## remove what was built (the data directory stays)
	@$(MVN) -q clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

$(JAR): $(SOURCES)
	@echo "Building what changed..."
	@$(MVN) -q -Dfast -Dmaven.test.skip -Dspring-boot.repackage.skip -pl deploy/standalone -am package && touch $@

$(BENCH): $(SOURCES)
	@$(MVN) -q -Dfast -Dmaven.test.skip -pl deploy/bench -am package && touch $@
