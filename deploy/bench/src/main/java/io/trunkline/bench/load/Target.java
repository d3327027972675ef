package io.trunkline.bench.load;

import io.trunkline.bench.wire.Wire;

/** A server to put a load on: how to speak to it, its loopback port, and the root of its process tree. */
public record Target(Wire wire, int port, long pid) {}
