package io.trunkline.admin.security;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The two tokens that open this service.
 *
 * @param dataDir where a generated operator token is kept
 * @param operatorToken opens everything; generated when absent
 * @param serviceToken what our own services say to each other; when absent, only the operator is let in
 */
@ConfigurationProperties("trunkline")
record SecurityProperties(
        Path dataDir,
        @Nullable String operatorToken,
        @Nullable String serviceToken) {

    @Override
    public String toString() {
        return "SecurityProperties[dataDir=" + dataDir + "]";
    }
}
