/** The servers under test, started as processes of their own on free loopback ports. */
@NullMarked
package io.trunkline.bench.server;

import org.jspecify.annotations.NullMarked;
