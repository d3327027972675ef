package io.trunkline.standalone;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A JSON Web Token (RFC 7519, HS256) for the lines to paste; the text of the key is the secret. */
final class StarterToken {
    private static final Duration LIFE = Duration.ofDays(1);
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private StarterToken() {}

    /** @param permissions as a JSON array */
    static String signed(String key, String subject, String permissions, Instant now) {
        var claims = "{\"sub\":\"%s\",\"permissions\":%s,\"iat\":%d,\"exp\":%d}"
                .formatted(
                        subject,
                        permissions,
                        now.getEpochSecond(),
                        now.plus(LIFE).getEpochSecond());
        var signed =
                encode(HEADER.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
