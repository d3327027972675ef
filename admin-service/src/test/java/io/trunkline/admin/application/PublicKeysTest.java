package io.trunkline.admin.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.admin.problem.ProblemException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PublicKeysTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final KeyPair RSA = rsa(2048);

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"HS256", "HS384", "HS512"},
            mode = EnumSource.Mode.EXCLUDE)
    void acceptsTheKeyThatFits(KeyAlgorithm algorithm) throws Exception {
        String pem = pem(fitting(algorithm));

        assertThat(read(pem, algorithm.name()).algorithms()).containsExactly(algorithm.name());
    }

    @Test
    void oneRsaKeyServesAllRsaAlgorithms() {
        assertThat(read(pem(RSA), "PS512", "RS256").algorithms()).containsExactly("RS256", "PS512");
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"HS256", "HS384", "HS512"})
    void refusesAPublicKeyAsTheSecretOfAnHmac(KeyAlgorithm algorithm) {
        refuses(pem(RSA), "need a secret", algorithm.name());
        refuses("  " + pem(RSA).toLowerCase(Locale.ROOT), "need a secret", algorithm.name());
    }

    @Test
    void refusesASecretWhereAPublicKeyIsNeeded() {
        refuses("just a long secret text", "must be one PEM block", "RS256");
    }

    @ParameterizedTest
    @CsvSource({"ES256,secp384r1", "ES384,secp256r1", "ES512,secp384r1"})
    void refusesAKeyOnAnotherCurve(String algorithm, String curve) throws Exception {
        refuses(pem(ec(curve)), "must be a point on", algorithm);
    }

    @Test
    void refusesTwoEcAlgorithmsForTheyNeedTwoCurves() throws Exception {
        refuses(pem(ec("secp256r1")), "secp384r1 for ES384", "ES256", "ES384");
    }

    @Test
    void refusesAPointThatIsNotOnItsCurve() throws Exception {
        byte[] encoded = ec("secp256r1").getPublic().getEncoded();
        encoded[encoded.length - 1] ^= 1;

        refuses(pem("PUBLIC KEY", encoded), "authKey.key", "ES256");
    }

    @Test
    void refusesAKeyOfAnotherKind() throws Exception {
        refuses(pem(RSA), "no valid EC public key", "ES256");
        refuses(pem(ec("secp256r1")), "no valid RSA public key", "PS256");
        refuses(pem(KeyPairGenerator.getInstance("Ed448").generateKeyPair()), "no valid Ed25519 public key", "EdDSA");
    }

    @Test
    void refusesShortRsaKeys() {
        refuses(pem(rsa(1024)), "2048 to 8192 bits, and has 1024", "RS256");
    }

    @Test
    void refusesAPrivateKeyWithoutRepeatingIt() {
        String pem = pem("PRIVATE KEY", RSA.getPrivate().getEncoded());

        assertThatThrownBy(() -> read(pem, "RS256"))
                .hasMessageContaining("is a PRIVATE KEY")
                .hasMessageNotContaining(pem.substring(60, 100));
    }

    @Test
    void refusesDamagedOrDoublePem() {
        String pem = pem(RSA);

        refuses(pem.replace("MII", "MI-"), "must be one PEM block", "RS256");
        refuses(pem.replace("MII", "MIIAAAA"), "no valid RSA public key", "RS256");
        refuses(pem + pem, "must be one PEM block", "RS256");
    }

    private static void refuses(String key, String words, String... algorithms) {
        assertThatThrownBy(() -> read(key, algorithms))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("authKey.key"))
                .hasMessageContaining(words);
    }

    private static ApplicationKey read(String key, String... algorithms) {
        ObjectNode document = JSON.createObjectNode().put("key", key);
        document.set("algorithms", JSON.valueToTree(List.of(algorithms)));
        return KeyReader.read(new Fields(document, "authKey."));
    }

    private static KeyPair fitting(KeyAlgorithm algorithm) throws Exception {
        return switch (algorithm.kind()) {
            case RSA -> RSA;
            case EC -> ec(algorithm.curve());
            case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            case SECRET -> throw new IllegalArgumentException(algorithm.name());
        };
    }

    private static KeyPair ec(String curve) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(KeyPair pair) {
        Key key = pair.getPublic();
        return pem("PUBLIC KEY", key.getEncoded());
    }

    private static String pem(String label, byte[] encoded) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + label
                + "-----\n";
    }
}
