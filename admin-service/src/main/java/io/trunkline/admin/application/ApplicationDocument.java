package io.trunkline.admin.application;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * An application as the admin API shows it.
 *
 * @param application with its own limits
 * @param effectiveLimits every limit that is in force: its own, else its tier's, else the vendor's
 */
@Schema(name = "Application")
record ApplicationDocument(
        @JsonUnwrapped Application application,
        @Schema(accessMode = Schema.AccessMode.READ_ONLY) ApplicationLimits effectiveLimits) {}
