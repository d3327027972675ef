package io.trunkline.admin.application;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What can be chosen about an application; stored as one document.
 *
 * @param name 1 to 100 characters, unique in the installation
 * @param tier the plan, for reports and quotas; {@code free} unless the operator says otherwise
 * @param authKey verifies the tokens of its clients
 * @param adminKey verifies the tokens of its backends
 * @param adminSourceAddress from where backends may call: addresses or CIDR ranges, {@code !} in front denies
 * @param clientSourceAddress from where clients may connect, in the same form
 * @param compressAsText compressed publications go out as text frames, for clients that hear no others
 * @param closeAtTokenExpiry a connection ends when its token does
 * @param presenceGraceSeconds how long one who left may take to come back before it is said
 * @param idempotencyWindowSeconds how long a message that comes with a key of its publisher's is known again
 * @param limits its own; what is absent is its tier's
 */
public record ApplicationSettings(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1, maxLength = 100, example = "chat")
        String name,

        String description,
        boolean enabled,

        @Schema(example = "free") String tier,

        ApplicationKey authKey,
        ApplicationKey adminKey,

        @ArraySchema(schema = @Schema(example = "0.0.0.0/0"), minItems = 1, maxItems = 100)
        List<String> adminSourceAddress,

        @ArraySchema(schema = @Schema(example = "!10.0.0.0/8"), minItems = 1, maxItems = 100)
        List<String> clientSourceAddress,

        boolean enableWebSocketInboundTopic,
        boolean clientInboundAckEnabled,
        boolean compressAsText,
        boolean closeAtTokenExpiry,

        @Schema(minimum = "0", maximum = "600") int presenceGraceSeconds,

        @Schema(minimum = "10", maximum = "3600", defaultValue = "120")
        int idempotencyWindowSeconds,

        ApplicationLimits limits) {

    ApplicationSettings with(ApplicationLimits others) {
        return new ApplicationSettings(
                name,
                description,
                enabled,
                tier,
                authKey,
                adminKey,
                adminSourceAddress,
                clientSourceAddress,
                enableWebSocketInboundTopic,
                clientInboundAckEnabled,
                compressAsText,
                closeAtTokenExpiry,
                presenceGraceSeconds,
                idempotencyWindowSeconds,
                others);
    }
}
