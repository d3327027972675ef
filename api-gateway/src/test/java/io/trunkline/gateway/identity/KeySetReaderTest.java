package io.trunkline.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetReaderTest {
    private static final KeyPair RSA = Tokens.keys("RSA");
    private static final KeyPair P256 = Tokens.keys("secp256r1");
    private static final KeyPair P384 = Tokens.keys("secp384r1");
    private static final KeyPair ED25519 = Tokens.keys("Ed25519");

    private static RSAKey.Builder rsa(String name) {
        return new RSAKey.Builder((RSAPublicKey) RSA.getPublic()).keyID(name);
    }

    private static JWK ec(String name, Curve curve, KeyPair keys) {
        return new ECKey.Builder(curve, (ECPublicKey) keys.getPublic())
                .keyID(name)
                .build();
    }

    private static JWK ed25519(String name) {
        var encoded = ED25519.getPublic().getEncoded();
        var octets = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(octets))
                .keyID(name)
                .build();
    }

    private static KeySet all() {
        return KeySetReader.read(
                KeySets.json(rsa("r").build(), ec("e", Curve.P_256, P256), ec("f", Curve.P_384, P384), ed25519("o")));
    }

    @ParameterizedTest
    @CsvSource({
        "r, RS256, true",
        "r, RS384, true",
        "r, RS512, true",
        "r, PS256, true",
        "r, PS512, true",
        "r, ES256, false",
        "r, HS256, false",
        "r, EdDSA, false",
        "e, ES256, true",
        "e, ES384, false",
        "e, ES512, false",
        "e, ES256K, false",
        "e, RS256, false",
        "f, ES384, true",
        "f, ES256, false",
        "o, EdDSA, true",
        "o, RS256, false",
        "other, RS256, false"
    })
    void findsAKeyByNameForTheAlgorithmsThatFitIt(String name, String algorithm, boolean found) {
        assertThat(all().find(KeySets.header(algorithm, name)) != null).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"r, RS256", "r, PS256", "e, ES256", "f, ES384", "o, EdDSA"})
    void verifiesWithWhatItHasRead(String name, String algorithm) throws Exception {
        var keys = Map.of("r", RSA, "e", P256, "f", P384, "o", ED25519);
        var token =
                JWSObject.parse(Tokens.signed(algorithm, name, keys.get(name).getPrivate(), Map.of("sub", "ann")));

        assertThat(all().find(token.getHeader()).verifies(token)).isTrue();
    }

    @Test
    void aKeyThatIsLimitedToAnAlgorithmIsForNoOther() {
        var keys = KeySetReader.read(
                KeySets.json(rsa("r").algorithm(JWSAlgorithm.RS256).build()));

        assertThat(keys.find(KeySets.header("RS256", "r"))).isNotNull();
        assertThat(keys.find(KeySets.header("RS512", "r"))).isNull();
    }

    @Test
    void aTokenThatNamesNoKeyIsTakenWhereOneAloneFits() {
        assertThat(all().find(KeySets.header("ES256", null))).isNotNull();

        var two = KeySetReader.read(KeySets.json(rsa("a").build(), rsa("b").build()));
        assertThat(two.find(KeySets.header("RS256", null))).isNull();
        assertThat(two.find(KeySets.header("RS256", "a"))).isNotNull();
    }

    @Test
    void aNameThatTwoKeysHaveMeansTheOneThatFits() {
        var keys = KeySetReader.read(KeySets.json(rsa("same").build(), ec("same", Curve.P_256, P256)));

        assertThat(keys.find(KeySets.header("ES256", "same"))).isNotNull();
        assertThat(KeySetReader.read(
                                KeySets.json(rsa("same").build(), rsa("same").build()))
                        .find(KeySets.header("RS256", "same")))
                .isNull();
    }

    @Test
    void passesOverWhatVerifiesNoSignatureHere() throws Exception {
        var small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1_024);
        var weak = new RSAKey.Builder((RSAPublicKey) small.generateKeyPair().getPublic())
                .keyID("weak")
                .build();
        var set = KeySets.listed(
                rsa("good").build().toJSONString(),
                rsa("enc").keyUse(KeyUse.ENCRYPTION).build().toJSONString(),
                weak.toJSONString(),
                "{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0\"}",
                "{\"kty\":\"RSA\",\"kid\":\"signer\",\"key_ops\":[\"sign\"],\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"kid\":\"off\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "{\"kty\":\"OKP\",\"kid\":\"x\",\"crv\":\"X25519\",\"x\":\"AQAB\"}",
                "{\"kty\":\"OKP\",\"kid\":\"short\",\"crv\":\"Ed25519\",\"x\":\"AQAB\"}",
                "{\"kty\":\"of tomorrow\",\"kid\":\"t\"}",
                "7",
                "null",
                "{}");

        assertThat(KeySets.sizes(KeySetReader.read(set))).isEqualTo(Map.of("good", 1));
    }

    @Test
    void looksAtABoundedNumberOfKeys() {
        var many = IntStream.range(0, KeySetReader.MAX_KEYS + 20)
                .mapToObj(i -> rsa("k" + i).build())
                .toArray(JWK[]::new);

        assertThat(KeySetReader.read(KeySets.json(many)).byName()).hasSize(KeySetReader.MAX_KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"keys\":{}}", "{\"keys\":", "7"})
    void refusesWhatIsNoSet(String text) {
        assertThatThrownBy(() -> KeySetReader.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RuntimeException.class);
    }
}
