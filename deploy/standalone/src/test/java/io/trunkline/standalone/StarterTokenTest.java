package io.trunkline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class StarterTokenTest {
    private static final String KEY = "the text of the key";

    @Test
    void isSignedWithTheTextOfTheKeyAndGoodForADay() throws Exception {
        var token = StarterToken.signed(
                KEY, "somebody", "[\"realtime:publisher:write:topic:*\"]", Instant.ofEpochSecond(1_000));

        var parts = token.split("\\.");
        assertThat(text(parts[0])).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        assertThat(text(parts[1]))
                .isEqualTo(
                        "{\"sub\":\"somebody\",\"permissions\":[\"realtime:publisher:write:topic:*\"],\"iat\":1000,\"exp\":87400}");
        assertThat(Base64.getUrlDecoder().decode(parts[2])).isEqualTo(hmac(parts[0] + "." + parts[1]));
    }

    private static String text(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static byte[] hmac(String signed) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    }
}
