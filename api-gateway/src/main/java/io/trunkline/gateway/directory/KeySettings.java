package io.trunkline.gateway.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How tokens of one kind are verified in an application, as its owner configured it.
 *
 * @param source {@code raw} for a key in {@code key}; anything else is not served by this gateway
 * @param key the secret's text for HS*, a PEM SubjectPublicKeyInfo for all others
 * @param algorithms the JWS algorithms that are accepted, and no others
 * @param issuer the accepted issuers; empty for any
 * @param audience what a token's audience must contain; null for no such demand
 */
public record KeySettings(
        String source,
        @Nullable String key,
        List<String> algorithms,
        List<String> issuer,
        @Nullable String audience) {

    /** The only source of keys today. */
    public static final String RAW = "raw";

    public KeySettings {
        source = orElse(source, RAW);
        algorithms = List.copyOf(orElse(algorithms, List.of()));
        issuer = List.copyOf(orElse(issuer, List.of()));
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /** Leaves the key out: this record is a secret. */
    @Override
    public String toString() {
        return "KeySettings[source=" + source + ", algorithms=" + algorithms + "]";
    }
}
