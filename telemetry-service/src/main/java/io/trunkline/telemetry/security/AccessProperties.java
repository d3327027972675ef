package io.trunkline.telemetry.security;

import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The tokens that open this service.
 *
 * @param operatorToken may read every report; without it only our own services get in
 * @param serviceToken what our own services say to each other
 */
@Validated
@ConfigurationProperties("trunkline")
record AccessProperties(
        @Nullable String operatorToken, @NotBlank String serviceToken) {

    @Override
    public String toString() {
        return "AccessProperties[hidden]";
    }
}
