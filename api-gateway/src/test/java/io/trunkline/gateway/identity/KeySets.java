package io.trunkline.gateway.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import io.trunkline.broker.access.ApplicationId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Key sets as issuers publish them, and the settings under which they are kept in tests. */
final class KeySets {
    static final KeySetProperties SETTINGS = new KeySetProperties(
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            DataSize.ofKilobytes(64),
            Duration.ofMinutes(10),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofHours(24),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2));

    static final ApplicationId APPLICATION = new ApplicationId("a".repeat(32));

    private KeySets() {}

    /** For applications whose keys are written in their settings. */
    static VerificationKeys none() {
        return new VerificationKeys(address -> {
            throw new AssertionError("nothing is published at " + address);
        });
    }

    /** The public halves, as JSON. */
    static byte[] json(JWK... keys) {
        return listed(
                Arrays.stream(keys).map(key -> key.toPublicJWK().toJSONString()).toArray(String[]::new));
    }

    static byte[] listed(String... keys) {
        return ("{\"keys\":[" + String.join(",", keys) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    /** The header of a token. */
    static JWSHeader header(String algorithm, @Nullable String keyId) {
        return new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID(keyId).build();
    }

    static Map<String, Integer> sizes(KeySet keys) {
        return keys.byName().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().size()));
    }
}
