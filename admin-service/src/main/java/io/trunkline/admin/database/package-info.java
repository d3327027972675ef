/** Where Postgres is, for Flyway by JDBC and for everything else by R2DBC. */
@NullMarked
package io.trunkline.admin.database;

import org.jspecify.annotations.NullMarked;
