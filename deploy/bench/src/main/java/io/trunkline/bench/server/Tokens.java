package io.trunkline.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON Web Tokens (RFC 7519, HS256) of one key that may publish and subscribe everywhere; the key's text is the secret. */
final class Tokens {
    private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8));
    private static final Duration LIFE = Duration.ofHours(2);

    private final SecretKeySpec key;

    Tokens(String key) {
        this.key = new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256");
    }

    String of(String subject) {
        String claims = """
                {"sub":"%s","exp":%d,"permissions":["realtime:publisher:write:topic:*","realtime:subscriber:read:topic:*"]}""".formatted(subject, Instant.now().plus(LIFE).getEpochSecond());
        String signed = HEADER + "." + encode(claims.getBytes(UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return signed + "." + encode(mac.doFinal(signed.getBytes(US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
