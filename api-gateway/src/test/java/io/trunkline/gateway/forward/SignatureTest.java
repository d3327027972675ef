package io.trunkline.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureTest {
    /** The digest is what {@code printf '%s' '1795225520.{"a":1}' | openssl dgst -sha256 -hmac secret} prints. */
    @Test
    void isTheHmacOfTimeAndBody() {
        assertThat(Signature.of("secret", 1_795_225_520L, "{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("t=1795225520,v1=d58ef25f0d1f1482e9f18ec0a09f994639e922eb5feb072655cade44f0b4c5b2");
    }
}
