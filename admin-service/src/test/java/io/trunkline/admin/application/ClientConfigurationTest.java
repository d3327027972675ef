package io.trunkline.admin.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ClientConfigurationTest {

    @Test
    void isTheModuleThatTheDemosRequire() {
        String script = script(
                "{'key':'client key 1','algorithms':['HS256']}", "{'key':'admin key 12','algorithms':['HS256']}");

        assertThat(script).isEqualTo("""
                        // Keep this file to yourself: who has its keys can sign any token of the application.
                        module.exports = {
                          APP_ID: "0f8fad5bd9cb469fa16570867728950e",
                          WEBSOCKET_CLIENTS_SIGNING_KEY: "client key 1" /* for "HS256" */,
                          ADMIN_SIGNING_KEY: "admin key 12" /* for "HS256" */,
                          ALGORITHM: "HS256",
                          CLUSTER_HOSTNAME: "gateway.example.com",
                          API_GATEWAY_HOSTNAME: "gateway.example.com",
                        };
                        """);
    }

    @Test
    void aKeyCannotLeaveItsString() {
        String key = "\\\"};evil()//\\\\\u2028\\n*/\u00e9 ";

        String script =
                script("{'key':'" + key + "','algorithms':['HS256']}", "{'key':'admin key 12','algorithms':['HS256']}");

        assertThat(script)
                .contains("WEBSOCKET_CLIENTS_SIGNING_KEY: \"\\\"};evil()//\\\\\\u2028\\n*/\\u00E9 \" /* for")
                .isASCII();
        assertThat(script.lines()).hasSize(9);
    }

    @Test
    void namesTheAlgorithmThatBothKeysHaveWhereThereIsOne() {
        String script = script(
                "{'key':'client key 1','algorithms':['HS256','HS512']}",
                "{'key':'admin key 12','algorithms':['HS512']}");

        assertThat(script).contains("ALGORITHM: \"HS512\"");
    }

    @Test
    void aPublicKeyIsNoSigningKey() {
        String script = script("""
                {'algorithms':['ES256'],'key':'-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\\nq9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\\n-----END PUBLIC KEY-----'}""", "{'key':'admin key 12','algorithms':['HS256']}");

        assertThat(script)
                .contains("WEBSOCKET_CLIENTS_SIGNING_KEY: \"\" /* tokens are signed by who has the private key */,")
                .contains("ADMIN_SIGNING_KEY: \"admin key 12\" /* for \"HS256\" */,")
                .contains("ALGORITHM: \"ES256\"")
                .doesNotContain("BEGIN");
    }

    private static String script(String authKey, String adminKey) {
        var document = (ObjectNode) new JsonMapper()
                .readTree("{\"name\":\"a\",\"authKey\":%s,\"adminKey\":%s}"
                        .formatted(authKey.replace('\'', '"'), adminKey.replace('\'', '"')));
        ApplicationSettings settings =
                new SettingsReader(() -> ApplicationKey.ofSecret("not asked for")).read(document);
        var application =
                new Application("0f8fad5bd9cb469fa16570867728950e", 1, Instant.EPOCH, Instant.EPOCH, settings);
        return new ClientConfiguration(application, "gateway.example.com").script();
    }
}
