package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedPlatform.class)
class ApplicationsIT {
    private final Platform platform;
    private final Api operator;

    ApplicationsIT(Platform platform) {
        this.platform = platform;
        this.operator = Api.of(platform);
    }

    @Test
    void anApplicationIsCreatedWithFreshKeysOfItsOwn() {
        var one = operator.create("one").shown();
        var other = operator.create("other").shown();

        assertThat(one.path("appId").asString()).matches("[0-9a-f]{32}");
        assertThat(one.path("enabled").asBoolean()).isTrue();
        assertThat(one.path("authKey").path("algorithms").get(0).asString()).isEqualTo("HS256");
        assertThat(one.path("authKey").path("key"))
                .isNotEqualTo(one.path("adminKey").path("key"));
        assertThat(one.path("authKey").path("key"))
                .isNotEqualTo(other.path("authKey").path("key"));
    }

    @Test
    void anApplicationIsListedChangedAndDeleted() {
        var application = operator.create("to be changed");
        var path = "/admin/v1/applications/" + application.id();

        assertThat(operator.call("PATCH", path, "{\"description\":\"changed\"}").status())
                .isEqualTo(200);
        assertThat(operator.get(path).body().path("description").asString()).isEqualTo("changed");
        assertThat(operator.get("/admin/v1/applications?limit=100").body().toString())
                .contains(application.id());
        assertThat(operator.call("DELETE", path, null).status()).isEqualTo(204);
        assertThat(operator.get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "RS256, RSA, SHA256withRSA",
        "ES256, secp256r1, SHA256withECDSAinP1363Format",
        "ES384, secp384r1, SHA384withECDSAinP1363Format",
        "ES512, secp521r1, SHA512withECDSAinP1363Format",
        "EdDSA, Ed25519, Ed25519",
    })
    void aClientLogsInWithATokenSignedByThePrivateHalfOfTheKey(String algorithm, String kind, String jca)
            throws Exception {
        var pair = keyPair(kind);
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes())
                        .encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        var application = operator.create(
                algorithm, Map.of("authKey", Map.of("source", "raw", "key", pem, "algorithms", List.of(algorithm))));

        var token = Tokens.signed(algorithm, jca, pair.getPrivate(), "somebody");
        try (var client = Peer.script("websocket.mjs", application.webSocketUrl(token))) {
            assertThat(client.frame("main", "welcome")
                            .path("data")
                            .path("connection")
                            .path("appId")
                            .asString())
                    .isEqualTo(application.id());
        }
    }

    private static KeyPair keyPair(String kind) throws GeneralSecurityException {
        var isCurve = kind.startsWith("sec");
        var generator = KeyPairGenerator.getInstance(isCurve ? "EC" : kind);
        if (isCurve) {
            generator.initialize(new ECGenParameterSpec(kind));
        }
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name",
                "{\"name\":7} | name",
                "{\"name\":\"x\",\"enabled\":\"perhaps\"} | enabled",
                "{\"name\":\"x\",\"authKey\":{\"source\":\"raw\",\"key\":\"long enough key\",\"algorithms\":[\"none\"]}} | authKey.algorithms",
                "{\"name\":\"x\",\"authKey\":{\"source\":\"raw\",\"key\":\"short\",\"algorithms\":[\"HS256\"]}} | authKey.key",
            })
    void aBadApplicationIsRefusedNamingTheField(String body, String field) {
        var answer = operator.post("/admin/v1/applications", body);

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().path("field").asString()).startsWith(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/v1/applications", "/admin/v1/audit"})
    void nobodyManagesWithoutTheOperatorsToken(String path) {
        assertThat(operator.with(null).get(path).status()).isEqualTo(401);
        assertThat(operator.with("wrong").get(path).status()).isEqualTo(401);
    }

    @Test
    void aTenantReadsItsOwnApplicationAndNoOther() {
        var own = operator.create("own");
        var foreign = operator.create("foreign");
        var tenant = operator.with(own.adminToken(Application.MANAGE));

        assertThat(tenant.get("/admin/v1/applications/" + own.id())
                        .body()
                        .path("name")
                        .asString())
                .startsWith("own");
        assertThat(tenant.get("/admin/v1/applications/" + foreign.id()).status())
                .isIn(401, 403);
        assertThat(tenant.get("/admin/v1/applications").status()).isIn(401, 403);
    }

    @Test
    void theInsideOfThePlatformIsNotReachedFromOutside() {
        assertThat(operator.get("/internal/v1/directory").status()).isEqualTo(404);
        assertThat(platform.terminal()).noneMatch(line -> line.contains("ERROR"));
    }
}
