package io.trunkline.admin.application;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What verifies an application's tokens. Its text form leaves the key out, so that no log line can hold it.
 *
 * @param source {@code raw}: the key is here
 * @param key the secret as text (HS algorithms) or a PEM public key (all others)
 * @param algorithms the JWS algorithms a token may use; all fit the key
 * @param issuer the accepted issuers; an empty list accepts any
 * @param audience the audience a token must name, unless absent
 */
public record ApplicationKey(
        String source,
        String key,
        List<String> algorithms,
        List<String> issuer,
        @Nullable String audience) {

    static final String RAW = "raw";

    static ApplicationKey ofSecret(String secret) {
        return new ApplicationKey(RAW, secret, List.of(KeyAlgorithm.HS256.name()), List.of(), null);
    }

    @Override
    public String toString() {
        return "ApplicationKey[algorithms=" + algorithms + "]";
    }
}
