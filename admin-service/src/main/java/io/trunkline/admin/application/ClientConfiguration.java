package io.trunkline.admin.application;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file {@code config.js} that the vendor's demos begin with (spec/realtime.md section 17): a CommonJS module, plain ASCII.
 *
 * @param host under which clients and backends reach the gateway, with its port where this is not the scheme's own
 */
record ClientConfiguration(Application application, String host) {

    private static final String SECRET_ALGORITHM = "HS";

    /** A JSON text is a JavaScript literal once the two line separators that only JSON allows in strings are escaped. */
    private static final JsonMapper LITERALS =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    String script() {
        ApplicationKey authKey = application.settings().authKey();
        ApplicationKey adminKey = application.settings().adminKey();
        return """
                // Keep this file to yourself: who has its keys can sign any token of the application.
                module.exports = {
                  APP_ID: %s,
                  WEBSOCKET_CLIENTS_SIGNING_KEY: %s,
                  ADMIN_SIGNING_KEY: %s,
                  ALGORITHM: %s,
                  CLUSTER_HOSTNAME: %s,
                  API_GATEWAY_HOSTNAME: %s,
                };
                """.formatted(
                        literal(application.appId()),
                        signingKey(authKey),
                        signingKey(adminKey),
                        literal(algorithm(authKey, adminKey)),
                        literal(host),
                        literal(host));
    }

    /** With one algorithm for both keys, as demos have it, where there is one. */
    private static String algorithm(ApplicationKey authKey, ApplicationKey adminKey) {
        List<String> accepted = authKey.algorithms();
        return accepted.stream()
                .filter(adminKey.algorithms()::contains)
                .findFirst()
                .or(() -> accepted.stream().findFirst())
                .orElse("");
    }

    private static String signingKey(ApplicationKey key) {
        String accepted =
                key.algorithms().stream().map(ClientConfiguration::literal).collect(Collectors.joining(", "));
        String secret = key.key();
        return secret != null && isSecret(key)
                ? literal(secret) + " /* for " + accepted + " */"
                : "\"\" /* tokens are signed by who has the private key */";
    }

    private static boolean isSecret(ApplicationKey key) {
        return !key.algorithms().isEmpty()
                && key.algorithms().stream().allMatch(name -> name.startsWith(SECRET_ALGORITHM));
    }

    private static String literal(String text) {
        return LITERALS.writeValueAsString(text);
    }
}
