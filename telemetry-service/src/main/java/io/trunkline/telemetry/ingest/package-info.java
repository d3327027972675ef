/** Where usage batches of the gateways come in: the wire, its validation, its limits. */
@NullMarked
package io.trunkline.telemetry.ingest;

import org.jspecify.annotations.NullMarked;
