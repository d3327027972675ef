package io.trunkline.gateway.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How tokens of one kind are verified in an application, as its owner configured it.
 *
 * @param source {@code raw} for a key in {@code key}, {@code jwks} for a set of public keys at {@code jwksUri}; no other is served by this gateway
 * @param key the secret's text for HS*, a PEM SubjectPublicKeyInfo for all others; null for {@code jwks}
 * @param algorithms the JWS algorithms that are accepted, and no others; for {@code jwks} empty means all that fit the key
 * @param issuer the accepted issuers; empty for any
 * @param audience what a token's audience must contain; null for no such demand
 * @param jwksUri where the issuer publishes its keys; null for {@code raw}
 */
public record KeySettings(
        String source,
        @Nullable String key,
        List<String> algorithms,
        List<String> issuer,
        @Nullable String audience,
        @Nullable String jwksUri) {

    /** The source of a key that is written in the settings. */
    public static final String RAW = "raw";

    /** The source of keys that their issuer publishes (RFC 7517). */
    public static final String JWKS = "jwks";

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
