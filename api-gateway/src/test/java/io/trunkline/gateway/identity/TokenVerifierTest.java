package io.trunkline.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.util.Base64URL;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.directory.KeySettings;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class TokenVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
    private static final String SECRET = "twelve chars";
    private static final Map<String, Object> CLAIMS = Map.of("sub", "ann", "permissions", List.of("a", "b"));
    private static final KeyPair RSA = Tokens.keys("RSA");
    private static final KeyPair P256 = Tokens.keys("secp256r1");
    private static final KeyPair P384 = Tokens.keys("secp384r1");
    private static final KeyPair P521 = Tokens.keys("secp521r1");
    private static final KeyPair ED25519 = Tokens.keys("Ed25519");
    private static final Scheduler SIGNATURES = Schedulers.newBoundedElastic(2, 100, "test-signatures");

    private final TokenVerifier verifier =
            new TokenVerifier(InstantSource.fixed(NOW), Duration.ofSeconds(5), SIGNATURES, KeySets.none());

    @AfterAll
    static void end() {
        SIGNATURES.dispose();
    }

    private Claims verify(String token, KeySettings settings) {
        return verifier.verify(KeySets.APPLICATION, token, settings)
                .map(Verified::claims)
                .block();
    }

    private void refuses(String token, KeySettings settings, String detail) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> verify(token, settings))
                .satisfies(refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.UNAUTHENTICATED);
                    assertThat(refused.detail()).contains(detail);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void takesTheTextOfAKeyAsSecretHoweverShort(String algorithm) {
        var token = Tokens.hmac(algorithm, SECRET, CLAIMS);

        assertThat(verify(token, Tokens.raw(SECRET, algorithm))).isEqualTo(new Claims("ann", List.of("a", "b"), null));
    }

    static Stream<Arguments> asymmetric() {
        var rsa = Stream.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
                .map(algorithm -> Arguments.of(algorithm, RSA));
        var others = Stream.of(
                Arguments.of("ES256", P256),
                Arguments.of("ES384", P384),
                Arguments.of("ES512", P521),
                Arguments.of("EdDSA", ED25519));
        return Stream.concat(rsa, others);
    }

    @ParameterizedTest
    @MethodSource("asymmetric")
    void verifiesEveryPublicKeyAlgorithmOffTheCallersThread(String algorithm, KeyPair keys) {
        var token = Tokens.signed(algorithm, keys.getPrivate(), CLAIMS);
        var thread = new Thread[1];

        var claims = verifier.verify(KeySets.APPLICATION, token, Tokens.raw(Tokens.pem(keys), algorithm))
                .map(Verified::claims)
                .doOnNext(verified -> thread[0] = Thread.currentThread())
                .block();

        assertThat(claims).isEqualTo(new Claims("ann", List.of("a", "b"), null));
        assertThat(thread[0].getName()).startsWith("test-signatures");
    }

    @ParameterizedTest
    @MethodSource("asymmetric")
    void refusesASignatureByAnotherKeyOfTheSameKind(String algorithm, KeyPair keys) {
        var kind = algorithm.equals("EdDSA") ? "Ed25519" : curve(algorithm);
        var foreign = Tokens.signed(algorithm, Tokens.keys(kind).getPrivate(), CLAIMS);

        refuses(foreign, Tokens.raw(Tokens.pem(keys), algorithm), "does not verify");
    }

    private static String curve(String algorithm) {
        return switch (algorithm) {
            case "ES256" -> "secp256r1";
            case "ES384" -> "secp384r1";
            case "ES512" -> "secp521r1";
            default -> "RSA";
        };
    }

    @ParameterizedTest
    @MethodSource("asymmetric")
    void refusesAPublicKeyUsedAsASharedSecret(String algorithm, KeyPair keys) {
        var pem = Tokens.pem(keys);

        for (var hmac : List.of("HS256", "HS384", "HS512")) {
            var forged = Tokens.hmac(hmac, pem, CLAIMS);
            refuses(forged, Tokens.raw(pem, algorithm), "algorithm");
            refuses(forged, Tokens.raw(pem, algorithm, "HS256", "HS384", "HS512"), "algorithm");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void refusesTokensWithoutASignature(String none) {
        var unsigned = Tokens.encoded(Map.of("alg", none)) + "." + Tokens.encoded(CLAIMS) + ".";

        refuses(unsigned, Tokens.raw(SECRET, "HS256"), "");
        refuses(unsigned, Tokens.raw(SECRET, "HS256", none), "");
        refuses(unsigned, Tokens.raw(Tokens.pem(RSA), "RS256", none), "");
    }

    @ParameterizedTest
    @CsvSource({"ES256, ES512", "ES256, ES384", "ES256, ES256K", "ES256, RS256", "ES256, EdDSA", "ES256, PS256"})
    void refusesAHeaderThatNamesAnAlgorithmTheKeyIsNotFor(String signed, String claimed) {
        var parts = Tokens.signed(signed, P256.getPrivate(), CLAIMS).split("\\.");
        var relabelled = Tokens.encoded(Map.of("alg", claimed)) + "." + parts[1] + "." + parts[2];

        refuses(relabelled, Tokens.raw(Tokens.pem(P256), "ES256"), "algorithm");
        refuses(relabelled, Tokens.raw(Tokens.pem(P256), "ES256", claimed), "algorithm");
    }

    @Test
    void refusesAKeyOfTheWrongCurve() {
        var token = Tokens.signed("ES384", P384.getPrivate(), CLAIMS);

        refuses(token, Tokens.raw(Tokens.pem(P256), "ES384"), "algorithm");
        refuses(token, Tokens.raw(Tokens.pem(P256), "ES256", "ES384"), "algorithm");
    }

    @Test
    void refusesAnAlgorithmThatFitsTheKeyButIsNotListed() {
        refuses(Tokens.hmac("HS512", SECRET, CLAIMS), Tokens.raw(SECRET, "HS256"), "algorithm");
        refuses(Tokens.signed("PS256", RSA.getPrivate(), CLAIMS), Tokens.raw(Tokens.pem(RSA), "RS256"), "algorithm");
        refuses(Tokens.hmac("HS256", SECRET, CLAIMS), Tokens.raw(SECRET), "algorithm");
    }

    @Test
    void refusesAnAllZeroEcdsaSignature() {
        var parts = Tokens.signed("ES256", P256.getPrivate(), CLAIMS).split("\\.");
        var zero = parts[0] + "." + parts[1] + "." + Base64URL.encode(new byte[64]);

        refuses(zero, Tokens.raw(Tokens.pem(P256), "ES256"), "does not verify");
    }

    @Test
    void refusesClaimsThatWereChangedAfterSigning() {
        var parts = Tokens.hs256(SECRET, CLAIMS).split("\\.");
        var changed = parts[0] + "." + Tokens.encoded(Map.of("sub", "eve")) + "." + parts[2];

        refuses(changed, Tokens.raw(SECRET, "HS256"), "does not verify");
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s\n", "\0%s", "%s=", "%s?", "%s\u00ff"})
    void refusesATokenInAnySpellingButItsOwn(String spelling) {
        var token = Tokens.hs256(SECRET, CLAIMS);

        refuses(spelling.formatted(token), Tokens.raw(SECRET, "HS256"), "not a signed JWT");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "0, true", "-4, true", "-5, false", "-3600, false"})
    void honoursExpiryWithASmallSkew(long secondsLeft, boolean accepted) {
        var token = Tokens.hs256(SECRET, Map.of("exp", NOW.getEpochSecond() + secondsLeft));

        if (accepted) {
            assertThat(verify(token, Tokens.raw(SECRET, "HS256"))).isNotNull();
        } else {
            refuses(token, Tokens.raw(SECRET, "HS256"), "expired");
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "5, true", "6, false", "3600, false"})
    void honoursNotBeforeWithASmallSkew(long secondsToCome, boolean accepted) {
        var token = Tokens.hs256(SECRET, Map.of("nbf", NOW.getEpochSecond() + secondsToCome));

        if (accepted) {
            assertThat(verify(token, Tokens.raw(SECRET, "HS256"))).isNotNull();
        } else {
            refuses(token, Tokens.raw(SECRET, "HS256"), "not valid yet");
        }
    }

    @Test
    void readsAnEmptyListOfIssuersAsAnyIssuer() {
        var settings = Tokens.raw(SECRET, "HS256");

        assertThat(verify(Tokens.hs256(SECRET, Map.of("iss", "https://anyone")), settings))
                .isNotNull();
        assertThat(verify(Tokens.hs256(SECRET, Map.of()), settings)).isNotNull();
    }

    @Test
    void demandsOneOfTheIssuersWhereSomeAreListed() {
        var settings =
                new KeySettings("raw", SECRET, List.of("HS256"), List.of("https://idp", "https://other"), null, null);

        assertThat(verify(Tokens.hs256(SECRET, Map.of("iss", "https://idp")), settings))
                .isNotNull();
        refuses(Tokens.hs256(SECRET, Map.of("iss", "https://evil")), settings, "issuer");
        refuses(Tokens.hs256(SECRET, Map.of()), settings, "issuer");
    }

    @Test
    void demandsTheAudienceWhereOneIsConfigured() {
        var settings = new KeySettings("raw", SECRET, List.of("HS256"), List.of(), "us", null);

        assertThat(verify(Tokens.hs256(SECRET, Map.of("aud", "us")), settings)).isNotNull();
        assertThat(verify(Tokens.hs256(SECRET, Map.of("aud", List.of("them", "us"))), settings))
                .isNotNull();
        refuses(Tokens.hs256(SECRET, Map.of("aud", "them")), settings, "audience");
        refuses(Tokens.hs256(SECRET, Map.of()), settings, "audience");
    }

    static Stream<Arguments> rights() {
        return Stream.of(
                Arguments.of(Map.of("permissions", List.of("a b"), "scope", "c"), List.of("a b")),
                Arguments.of(Map.of("permissions", List.of(), "scope", "c"), List.of()),
                Arguments.of(Map.of("permissions", "a b"), List.of("a", "b")),
                Arguments.of(Map.of("scp", "a  b ", "scope", "c"), List.of("a", "b")),
                Arguments.of(Map.of("scp", List.of("a"), "scope", "c"), List.of("a")),
                Arguments.of(Map.of("scope", "a b"), List.of("a", "b")),
                Arguments.of(Map.of("rights", "a"), List.of()));
    }

    @ParameterizedTest
    @MethodSource("rights")
    void takesRightsFromTheFirstClaimThatIsThere(Map<String, ?> claims, List<String> rights) {
        assertThat(verify(Tokens.hs256(SECRET, claims), Tokens.raw(SECRET, "HS256"))
                        .rights())
                .isEqualTo(rights);
    }

    @Test
    void refusesRightsThatAreNoStrings() {
        refuses(
                Tokens.hs256(SECRET, Map.of("permissions", List.of("a", 1))),
                Tokens.raw(SECRET, "HS256"),
                "permissions");
        refuses(Tokens.hs256(SECRET, Map.of("scope", 7)), Tokens.raw(SECRET, "HS256"), "scope");
    }

    @Test
    void leavesTheSubjectEmptyWhereATokenNamesNone() {
        assertThat(verify(Tokens.hs256(SECRET, Map.of()), Tokens.raw(SECRET, "HS256"))
                        .subject())
                .isEmpty();
    }

    @Test
    void refusesTheSubjectWhoseTopicCarriesAcknowledgements() {
        refuses(Tokens.hs256(SECRET, Map.of("sub", "acks")), Tokens.raw(SECRET, "HS256"), "reserved");
    }

    @Test
    void refusesSubjectsThatMakeNoTopicBeforeAnyDoorIsOpened() {
        for (var subject : List.of("*", "a#b", "line\nbreak", "x".repeat(5_000))) {
            refuses(Tokens.hs256(SECRET, Map.of("sub", subject)), Tokens.raw(SECRET, "HS256"), "makes no topic");
        }
    }

    @Test
    void refusesCriticalHeaderParameters() {
        for (var header : List.of(
                Map.of("alg", "HS256", "crit", List.of("exp"), "exp", 1),
                Map.of("alg", "HS256", "crit", List.of("b64"), "b64", false))) {
            refuses(Tokens.hmac(header, SECRET, CLAIMS), Tokens.raw(SECRET, "HS256"), "critical");
        }
    }

    @Test
    void refusesAHugeTokenUnread() {
        var huge = Tokens.hs256(SECRET, Map.of("permissions", "x".repeat(13_000)));

        assertThat(huge.length()).isGreaterThan(TokenVerifier.MAX_LENGTH);
        refuses(huge, Tokens.raw(SECRET, "HS256"), "longer");
    }

    @Test
    void takesATokenJustUnderTheLimit() {
        var large = Tokens.hs256(SECRET, Map.of("permissions", "x".repeat(12_000)));

        assertThat(large.length()).isBetween(16_000, TokenVerifier.MAX_LENGTH);
        assertThat(verify(large, Tokens.raw(SECRET, "HS256"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "....",
                "garbage",
                "a.b.c",
                "eyJ9.eyJ9.",
                "\u0000.\u0000.\u0000",
                "e30.e30.e30",
                "eyJhbGciOiJIUzI1NiJ9.e30",
                "eyJhbGciOiJIUzI1NiJ9..",
                "eyJhbGciOnt9fQ.e30.AA",
                "W10.W10.W10",
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AA.AA.AA"
            })
    void refusesGarbage(String garbage) {
        refuses(garbage, Tokens.raw(SECRET, "HS256"), "");
    }

    @Test
    void refusesClaimsOfTheWrongKind() {
        for (var claims : List.of(Map.of("exp", "soon"), Map.of("nbf", true), Map.of("sub", List.of("ann")))) {
            refuses(Tokens.hs256(SECRET, claims), Tokens.raw(SECRET, "HS256"), "malformed");
        }
    }

    @Test
    void readsANumberAsTheSubjectOfThatName() {
        assertThat(verify(Tokens.hs256(SECRET, Map.of("sub", 5)), Tokens.raw(SECRET, "HS256"))
                        .subject())
                .isEqualTo("5");
    }

    @Test
    void refusesEveryTokenWhereTheKeyItselfIsOfNoUse() {
        var unusable = List.of(
                Tokens.raw(null, "HS256"),
                Tokens.raw("", "HS256"),
                Tokens.raw("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "RS256"),
                Tokens.raw("-----BEGIN PUBLIC KEY-----\n%%%\n-----END PUBLIC KEY-----", "RS256"),
                Tokens.raw("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "RS256"),
                Tokens.raw(Tokens.pem(Tokens.keys("Ed448")), "EdDSA"),
                new KeySettings("jwks", null, List.of("RS256"), List.of(), null, null),
                Tokens.published("https://idp example/keys"));

        for (var settings : unusable) {
            refuses(Tokens.hs256(SECRET, CLAIMS), settings, "key of this application");
        }
    }

    @Test
    void verifiesWithTheNewKeyAtOnceWhenItChanges() {
        var before = Tokens.raw("the first secret", "HS256");
        var after = Tokens.raw("the second secret", "HS256");
        var token = Tokens.hs256("the first secret", CLAIMS);
        assertThat(verify(token, before)).isNotNull();

        refuses(token, after, "does not verify");
    }

    @Test
    void neverShowsTheTokenInARefusal() {
        var parts = Tokens.hs256("another secret", CLAIMS).split("\\.");

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> verify(String.join(".", parts), Tokens.raw(SECRET, "HS256")))
                .satisfies(refused -> assertThat(Arrays.stream(parts))
                        .noneMatch(part -> refused.detail().contains(part)));
    }
}
