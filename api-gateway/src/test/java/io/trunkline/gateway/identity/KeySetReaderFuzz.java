package io.trunkline.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;

/** Whatever an issuer publishes: public keys come out of it, for signatures only, or nothing. */
class KeySetReaderFuzz {
    private static final JWK RSA = new RSAKey.Builder(
                    (RSAPublicKey) Tokens.keys("RSA").getPublic())
            .keyID("r")
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.RS256)
            .build();
    private static final JWK P256 = new ECKey.Builder(
                    Curve.P_256, (ECPublicKey) Tokens.keys("secp256r1").getPublic())
            .keyID("e")
            .build();

    static Stream<byte[]> sets() {
        return Stream.of(
                KeySets.json(RSA, P256),
                KeySets.json(P256),
                KeySets.listed(
                        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"use\":\"sig\"}",
                        "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"alg\":\"HS256\",\"kid\":\"r\"}",
                        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"key_ops\":[\"verify\"]}"),
                KeySets.listed());
    }

    @MethodSource("sets")
    @FuzzTest(maxDuration = "20s")
    void onlyPublicKeysForSignaturesComeOut(byte[] json) throws ParseException {
        var forged = JWSObject.parse(Tokens.hs256("secret", Map.of("sub", "eve")));

        for (var key : keys(json)) {
            assertThat(JWSAlgorithm.Family.SIGNATURE).containsAll(key.algorithms());
            assertThat(key.verifies(forged)).isFalse();
        }
    }

    private static List<VerificationKey> keys(byte[] json) {
        try {
            return KeySetReader.read(json).byName().values().stream()
                    .flatMap(List::stream)
                    .toList();
        } catch (IllegalArgumentException | JacksonException noSet) {
            return List.of();
        }
    }
}
