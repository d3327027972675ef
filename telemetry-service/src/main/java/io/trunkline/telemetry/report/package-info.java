/** What the owner of an application reads about its usage. */
@NullMarked
package io.trunkline.telemetry.report;

import org.jspecify.annotations.NullMarked;
