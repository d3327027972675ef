/** The gateway's own database, a schema in Postgres: where it is, its migrations, and connections to it. A gateway without one keeps nothing. */
@NullMarked
package io.trunkline.gateway.database;

import org.jspecify.annotations.NullMarked;
