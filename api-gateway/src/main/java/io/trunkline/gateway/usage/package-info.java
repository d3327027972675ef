/** Counts what each application publishes and reports it to the telemetry-service, off the path of messages. */
@NullMarked
package io.trunkline.gateway.usage;

import org.jspecify.annotations.NullMarked;
