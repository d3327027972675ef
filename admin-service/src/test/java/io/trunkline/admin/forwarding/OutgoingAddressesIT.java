package io.trunkline.admin.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.admin.testkit.RunningAdmin;
import io.trunkline.admin.testkit.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** What no gateway would call is refused when it is written down. */
class OutgoingAddressesIT {

    private static final String APPLICATIONS = "/admin/v1/applications";

    private static JsonNode call(RunningAdmin admin, HttpMethod method, String path, String body, int status) {
        return admin.call(admin.operator(), method, path, body, status);
    }

    private static void refuses(RunningAdmin admin, HttpMethod method, String path, String body, String field) {
        JsonNode problem = call(admin, method, path, body, 400);
        assertThat(problem.get("type").stringValue()).isEqualTo("/problems/invalid-field");
        assertThat(problem.get("field").stringValue()).isEqualTo(field);
    }

    private static String webhook(String url) {
        return "{\"kind\":\"webhook\",\"name\":\"w\",\"url\":\"" + url + "\"}";
    }

    private static String sqs(String queueUrl, String endpoint) {
        return "{\"kind\":\"sqs\",\"name\":\"q\",\"region\":\"eu-west-1\",\"accessKeyId\":\"x\",\"secretAccessKey\":\"y\","
                + "\"queueUrl\":\"" + queueUrl + "\",\"endpoint\":\"" + endpoint + "\"}";
    }

    @Test
    void whatIsNotAllowedIsRefusedByItsField() {
        try (var admin = RunningAdmin.onNewDatabase()) {
            String app = APPLICATIONS + "/" + admin.create("a").get("appId").stringValue();
            String path = app + "/forwarders";
            String amazon = "https://sqs.eu-west-1.amazonaws.com/1/q";

            refuses(admin, HttpMethod.POST, path, webhook("http://127.0.0.1:8080/hook"), "url");
            refuses(admin, HttpMethod.POST, path, webhook("https://user:word@example.com/"), "url");
            refuses(admin, HttpMethod.POST, path, sqs(amazon, "http://169.254.169.254/"), "endpoint");
            refuses(admin, HttpMethod.POST, path, sqs("https://10.0.0.1/1/q", "https://example.com"), "queueUrl");
            String key = "{\"source\":\"jwks\",\"jwksUri\":\"https://[::1]/keys\"}";
            refuses(
                    admin,
                    HttpMethod.POST,
                    APPLICATIONS,
                    "{\"name\":\"b\",\"authKey\":" + key + "}",
                    "authKey.jwksUri");
            String instead = key.replace("}", ",\"key\":null,\"algorithms\":null}");
            refuses(admin, HttpMethod.PATCH, app, "{\"adminKey\":" + instead + "}", "adminKey.jwksUri");
            String made = call(admin, HttpMethod.POST, path, webhook("https://example.com/"), 201)
                    .get("forwarderId")
                    .stringValue();
            refuses(admin, HttpMethod.PATCH, path + "/" + made, "{\"url\":\"http://example.com/\"}", "url");
        }
    }

    @Test
    void whatTheOperatorAllowedOnceCanBeChangedInOtherWaysWhenThatIsOver() {
        String database = TestDatabase.create();
        String app;
        String made;
        try (var admin = RunningAdmin.on(database, "--trunkline.outgoing.allowed-private=127.0.0.1,10.0.0.0/8")) {
            app = APPLICATIONS + "/"
                    + call(
                                    admin,
                                    HttpMethod.POST,
                                    APPLICATIONS,
                                    "{\"name\":\"a\",\"authKey\":{\"source\":\"jwks\",\"jwksUri\":\"http://10.0.0.9/keys\"}}",
                                    201)
                            .get("appId")
                            .stringValue();
            made = app + "/forwarders/"
                    + call(admin, HttpMethod.POST, app + "/forwarders", webhook("http://127.0.0.1/hook"), 201)
                            .get("forwarderId")
                            .stringValue();
        }

        try (var admin = RunningAdmin.on(database)) {
            call(admin, HttpMethod.PATCH, made, "{\"enabled\":false}", 200);
            call(admin, HttpMethod.PATCH, app, "{\"description\":\"still here\"}", 200);
            refuses(admin, HttpMethod.PATCH, made, "{\"url\":\"http://127.0.0.1/other\"}", "url");
        }
    }
}
