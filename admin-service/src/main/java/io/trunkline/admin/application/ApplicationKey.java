package io.trunkline.admin.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What verifies an application's tokens. Its text form leaves the key out, so that no log line can hold it.
 *
 * @param source {@code raw}: the key is here; {@code jwks}: its issuer publishes it
 * @param key the secret as text (HS algorithms) or a PEM public key (all others); absent for {@code jwks}
 * @param algorithms the JWS algorithms a token may use; all fit the key; empty, for {@code jwks} alone, means all that fit the published one
 * @param issuer the accepted issuers; an empty list accepts any
 * @param audience the audience a token must name, unless absent
 * @param jwksUri where the issuer publishes its keys (RFC 7517); absent for {@code raw}
 */
public record ApplicationKey(
        String source,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key,
        List<String> algorithms,
        List<String> issuer,
        @Nullable String audience,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String jwksUri) {

    static final String RAW = "raw";
    static final String JWKS = "jwks";

    static ApplicationKey ofSecret(String secret) {
        return new ApplicationKey(RAW, secret, List.of(KeyAlgorithm.HS256.name()), List.of(), null, null);
    }

    @Override
    public String toString() {
        return "ApplicationKey[source=" + source + ", algorithms=" + algorithms + "]";
    }
}
