package io.trunkline.admin.application;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.databind.JsonNode;

/**
 * An application as the admin API shows it.
 *
 * @param application with its own limits
 * @param effectiveLimits every limit that is in force: its own, else its tier's, else the vendor's
 * @param amazonSnsForwarder the topic of Amazon's that gets inbound messages, its secret left out; empty for none
 * @param amazonSqsForwarder the same of a queue
 */
@Schema(name = "Application")
record ApplicationDocument(
        @JsonUnwrapped Application application,
        @Schema(accessMode = Schema.AccessMode.READ_ONLY) ApplicationLimits effectiveLimits,
        @Schema(type = "object") JsonNode amazonSnsForwarder,
        @Schema(type = "object") JsonNode amazonSqsForwarder) {}
