/** The way to Postgres: one URL for migrations by JDBC at start and for R2DBC after. */
@NullMarked
package io.trunkline.telemetry.database;

import org.jspecify.annotations.NullMarked;
