/** What the tests stand on: a real Postgres and running services on it. */
@NullMarked
package io.trunkline.admin.testkit;

import org.jspecify.annotations.NullMarked;
