package io.trunkline.admin.topics;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What the topics of a pattern keep; stored as one document.
 *
 * @param historySize the newest publications of each topic; 0 for none
 * @param historyAgeSeconds nothing older; 0 for the usual time, 7 days
 * @param durable a publication is acknowledged when it is on disk, and outlives every restart
 * @param state the last value of each topic is kept for who comes later
 */
record TopicSettings(
        @Schema(
                minimum = "0",
                maximum = "100000",
                defaultValue = "0",
                description = "The newest publications that each topic keeps; 0 for none")
        int historySize,

        @Schema(
                minimum = "0",
                maximum = "2678400",
                defaultValue = "0",
                description = "Nothing older is kept; 0 is the usual time, 7 days. Needs a historySize")
        int historyAgeSeconds,

        @Schema(
                defaultValue = "false",
                description = "A publication is acknowledged when it is on disk. Needs a historySize or state")
        boolean durable,

        @Schema(defaultValue = "false", description = "The last value of each topic is kept")
        boolean state) {}
