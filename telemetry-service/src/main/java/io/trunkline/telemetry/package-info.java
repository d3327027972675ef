/** Usage of every application: taken in from the gateways, kept in Postgres, shown in reports. */
@NullMarked
package io.trunkline.telemetry;

import org.jspecify.annotations.NullMarked;
