package io.trunkline.acceptance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON Web Tokens made by hand (RFC 7515), so that no library's view of them is tested against itself. */
final class Tokens {
    private Tokens() {}

    static String hs256(String key, String subject, List<String> permissions) {
        return hs256(key, Map.of("sub", subject, "permissions", permissions, "exp", inAnHour()));
    }

    static String hs256(String key, Map<String, Object> claims) {
        var signed = content("HS256", claims);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param jca the JDK's name of the signature that {@code algorithm} (of RFC 7518) is */
    static String signed(String algorithm, String jca, PrivateKey key, String subject) {
        var signed = content(algorithm, Map.of("sub", subject, "permissions", List.of(), "exp", inAnHour()));
        try {
            var signature = Signature.getInstance(jca);
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static long inAnHour() {
        return Instant.now().plusSeconds(3600).getEpochSecond();
    }

    private static String content(String algorithm, Map<String, Object> claims) {
        return encode(("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}").getBytes(StandardCharsets.UTF_8)) + "."
                + encode(Api.JSON.writeValueAsBytes(claims));
    }

    private static String encode(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
