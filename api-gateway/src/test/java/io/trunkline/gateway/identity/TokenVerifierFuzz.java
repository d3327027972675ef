package io.trunkline.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.directory.KeySettings;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.scheduler.Schedulers;

/** Whatever is shown as a token: it is taken only if the key's owner signed every character of what it says, and else refused. */
class TokenVerifierFuzz {
    private static final String SECRET = "twelve chars";
    private static final KeyPair RSA = Tokens.keys("RSA");
    private static final KeyPair P256 = Tokens.keys("secp256r1");
    private static final KeyPair ED25519 = Tokens.keys("Ed25519");
    private static final Map<String, Object> CLAIMS = Map.of("sub", "ann", "permissions", List.of("a"), "aud", "us");

    /** Each key lists more algorithms than it is for, as a careless owner would. */
    private static final List<KeySettings> KEYS = Stream.of(
                    SECRET, Tokens.pem(RSA), Tokens.pem(P256), Tokens.pem(ED25519))
            .map(key -> Tokens.raw(key, "none", "HS256", "HS512", "RS256", "PS256", "ES256", "EdDSA"))
            .toList();

    private static final List<String> SIGNED = List.of(
            Tokens.hmac("HS256", SECRET, CLAIMS),
            Tokens.hmac("HS512", SECRET, Map.of("sub", "bob", "scope", "a b", "exp", 4_000_000_000L)),
            Tokens.hmac("HS256", SECRET, Map.of("scp", "a", "nbf", 1, "iss", "https://issuer")),
            Tokens.signed("RS256", RSA.getPrivate(), CLAIMS),
            Tokens.signed("PS256", RSA.getPrivate(), CLAIMS),
            Tokens.signed("ES256", P256.getPrivate(), CLAIMS),
            Tokens.signed("EdDSA", ED25519.getPrivate(), CLAIMS));

    private static final List<String> FORGED = List.of(
            Tokens.hmac("HS256", Tokens.pem(RSA), CLAIMS),
            Tokens.hmac("HS256", SECRET + "?", CLAIMS),
            Tokens.encoded(Map.of("alg", "none")) + "." + Tokens.encoded(CLAIMS) + ".",
            Tokens.hmac(Map.of("alg", "HS256", "crit", List.of("b64"), "b64", false), SECRET, CLAIMS),
            Tokens.hmac("HS256", SECRET, Map.of("sub", 7, "permissions", Map.of(), "exp", "never")));

    private static final Set<String> WORDS =
            SIGNED.stream().map(TokenVerifierFuzz::said).collect(Collectors.toSet());

    private final TokenVerifier verifier = new TokenVerifier(
            InstantSource.fixed(Instant.parse("2026-11-21T04:00:00Z")),
            Duration.ofSeconds(5),
            Schedulers.immediate(),
            KeySets.none());

    static Stream<byte[]> tokens() {
        return Stream.concat(SIGNED.stream(), FORGED.stream())
                .map(token -> token.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("tokens")
    @FuzzTest(maxDuration = "20s")
    void nothingIsTakenThatWasNotSigned(byte[] octets) {
        var token = new String(octets, StandardCharsets.ISO_8859_1);

        for (var key : KEYS) {
            if (taken(token, key) != null) {
                assertThat(WORDS).contains(said(token));
            }
        }
    }

    private @Nullable Claims taken(String token, KeySettings key) {
        try {
            return verifier.verify(KeySets.APPLICATION, token, key)
                    .map(Verified::claims)
                    .block();
        } catch (Refused refused) {
            assertThat(refused.reason()).isEqualTo(Reason.UNAUTHENTICATED);
            return null;
        }
    }

    /** What the signature is over: header and claims. */
    private static String said(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }
}
