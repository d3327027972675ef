/** Starts the whole platform in one JVM on an embedded Postgres. */
@NullMarked
package io.trunkline.standalone;

import org.jspecify.annotations.NullMarked;
