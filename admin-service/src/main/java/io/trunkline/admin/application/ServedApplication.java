package io.trunkline.admin.application;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.databind.JsonNode;

/**
 * An application as gateways are told of it: with what belongs to it and is not shown to its owner.
 *
 * @param forwarders its forwarders, secrets included
 * @param topics what its topics keep, by pattern
 */
public record ServedApplication(
        @JsonUnwrapped Application application,
        @ArraySchema(schema = @Schema(type = "object")) JsonNode forwarders,
        @ArraySchema(schema = @Schema(type = "object")) JsonNode topics) {

    /** Leaves the forwarders out: they hold secrets. */
    @Override
    public String toString() {
        return "ServedApplication[application=" + application + "]";
    }
}
