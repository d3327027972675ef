package io.trunkline.admin.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.admin.testkit.RunningAdmin;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vendor's document of an application has its queue and its topic in it; here they are forwarders. */
class DocumentForwardersIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String APPLICATIONS = "/admin/v1/applications";
    private static final String QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/q";
    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:t";
    private static final String ACCOUNT =
            "\"region\":\"eu-west-1\",\"accessKeyId\":\"AKIA0000\",\"secretAccessKey\":\"sesame-open\"";
    private static final String SQS = "{\"queueUrl\":\"" + QUEUE + "\"," + ACCOUNT + "}";
    private static final String SNS = "{\"topicArn\":\"" + TOPIC + "\"," + ACCOUNT + "}";

    private static RunningAdmin admin;
    private String appId;
    private WebTestClient owner;

    @BeforeAll
    static void start() {
        admin = RunningAdmin.onNewDatabase();
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    @BeforeEach
    void application() {
        appId = admin.create("vendor " + NUMBER.incrementAndGet()).get("appId").stringValue();
        owner = admin.ownerOf(appId);
    }

    private String path() {
        return APPLICATIONS + "/" + appId;
    }

    private JsonNode shown() {
        return admin.call(owner, HttpMethod.GET, path(), "", 200);
    }

    private JsonNode patch(String fields) {
        return admin.call(owner, HttpMethod.PATCH, path(), "{" + fields + "}", 200);
    }

    private JsonNode forwarders() {
        return admin.call(owner, HttpMethod.GET, path() + "/forwarders", "", 200)
                .get("forwarders");
    }

    private JsonNode served() {
        for (JsonNode application : admin.call(admin.service(), HttpMethod.GET, "/internal/v1/directory", "", 200)
                .get("applications")) {
            if (application.get("appId").stringValue().equals(appId)) {
                return application.get("forwarders");
            }
        }
        throw new AssertionError("not in the directory");
    }

    @Test
    void anApplicationIsMadeWithBothAndShowsThemWithoutTheirSecrets() {
        String body = "{\"name\":\"whole " + NUMBER.incrementAndGet() + "\",\"amazonSqsForwarder\":" + SQS
                + ",\"amazonSnsForwarder\":" + SNS + "}";
        JsonNode made = admin.call(admin.operator(), HttpMethod.POST, APPLICATIONS, body, 201);
        appId = made.get("appId").stringValue();
        owner = admin.ownerOf(appId);

        assertThat(shown()).isEqualTo(made);
        assertThat(made.toString()).doesNotContain("sesame");
        assertThat(made.at("/amazonSqsForwarder/queueUrl").stringValue()).isEqualTo(QUEUE);
        assertThat(made.at("/amazonSqsForwarder/enabled").booleanValue()).isTrue();
        assertThat(made.at("/amazonSnsForwarder/topicArn").stringValue()).isEqualTo(TOPIC);
        assertThat(forwarders())
                .extracting(one -> one.get("name").stringValue())
                .containsExactlyInAnyOrder("amazonSnsForwarder", "amazonSqsForwarder");
        assertThat(forwarders().get(0).get("version")).isEqualTo(made.get("version"));
        assertThat(served())
                .allSatisfy(one ->
                        assertThat(one.get("secretAccessKey").stringValue()).isEqualTo("sesame-open"));
        JsonNode page = admin.call(admin.operator(), HttpMethod.GET, APPLICATIONS + "?limit=100", "", 200);
        assertThat(page.get("applications")).contains(made);
    }

    @Test
    void oneWithoutShowsEmptyObjectsAndTakesThemBack() {
        assertThat(shown().get("amazonSqsForwarder")).isEqualTo(JSON.createObjectNode());
        long version = shown().get("version").longValue();

        JsonNode same = patch("\"amazonSqsForwarder\":{},\"amazonSnsForwarder\":{}");

        assertThat(same.get("version").longValue()).isEqualTo(version);
        assertThat(forwarders()).isEmpty();
    }

    @Test
    void aPatchOfTheDocumentChangesTheForwarderAndTheOtherWayRound() {
        JsonNode made = patch("\"amazonSqsForwarder\":" + SQS);
        patch("\"amazonSqsForwarder\":{\"enabled\":false}");
        assertThat(served().get(0).get("enabled").booleanValue()).isFalse();
        assertThat(served().get(0).get("secretAccessKey").stringValue())
                .as("kept")
                .isEqualTo("sesame-open");

        String id = forwarders().get(0).get("forwarderId").stringValue();
        admin.call(owner, HttpMethod.PATCH, path() + "/forwarders/" + id, "{\"region\":\"us-east-1\"}", 200);
        JsonNode now = shown();
        assertThat(now.at("/amazonSqsForwarder/region").stringValue()).isEqualTo("us-east-1");
        assertThat(now.get("version").longValue()).isEqualTo(made.get("version").longValue() + 2);

        JsonNode repeated = patch("\"amazonSqsForwarder\":" + now.get("amazonSqsForwarder"));
        assertThat(repeated).as("what is shown can be sent back").isEqualTo(now);

        JsonNode gone = patch("\"amazonSqsForwarder\":null");
        assertThat(gone.get("amazonSqsForwarder")).isEqualTo(JSON.createObjectNode());
        assertThat(served()).isEmpty();
        patch("\"amazonSnsForwarder\":" + SNS);
        admin.call(
                owner,
                HttpMethod.DELETE,
                path() + "/forwarders/" + forwarders().get(0).get("forwarderId").stringValue(),
                "",
                204);
        assertThat(shown().get("amazonSnsForwarder")).isEqualTo(JSON.createObjectNode());
    }

    @Test
    void whatIsWrongIsRefusedByItsFieldAndChangesNothing() {
        long version = shown().get("version").longValue();
        refused("\"amazonSqsForwarder\":{\"queueUrl\":\"" + QUEUE + "\"}", "amazonSqsForwarder.region");
        refused("\"amazonSqsForwarder\":" + SQS.replace(QUEUE, "http://127.0.0.1/q"), "amazonSqsForwarder.queueUrl");
        refused("\"amazonSnsForwarder\":" + SQS, "amazonSnsForwarder.topicArn");
        refused("\"amazonSnsForwarder\":7", "amazonSnsForwarder");
        refused("\"amazonSqsForwarder\":" + SQS.replace("{", "{\"kind\":\"sqs\","), "amazonSqsForwarder.kind");
        refused("\"amazonSqsForwarder\":" + SQS + ",\"description\":7", "description");

        assertThat(shown().get("version").longValue()).isEqualTo(version);
        assertThat(forwarders()).isEmpty();
    }

    private void refused(String fields, String field) {
        JsonNode problem = admin.call(owner, HttpMethod.PATCH, path(), "{" + fields + "}", 400);
        assertThat(problem.get("field").stringValue()).isEqualTo(field);
    }

    @Test
    void noOtherForwarderTakesTheName() {
        String body = SQS.replace("{", "{\"kind\":\"sqs\",\"name\":\"amazonSqsForwarder\",");
        assertThat(admin.call(owner, HttpMethod.POST, path() + "/forwarders", body, 400)
                        .get("field")
                        .stringValue())
                .isEqualTo("name");
        JsonNode other = admin.call(
                owner, HttpMethod.POST, path() + "/forwarders", body.replace("amazonSqsForwarder", "mine"), 201);

        String one = path() + "/forwarders/" + other.get("forwarderId").stringValue();
        admin.call(owner, HttpMethod.PATCH, one, "{\"name\":\"amazonSqsForwarder\"}", 400);
        assertThat(shown().get("amazonSqsForwarder")).isEqualTo(JSON.createObjectNode());
    }

    @Test
    void theAuditNamesWhatChangedAndNoSecret() {
        patch("\"amazonSqsForwarder\":" + SQS);
        patch("\"amazonSqsForwarder\":{\"secretAccessKey\":\"sesame-again\"}");

        String audit = admin.call(admin.operator(), HttpMethod.GET, "/admin/v1/audit?appId=" + appId, "", 200)
                .toString();
        assertThat(audit)
                .contains("\"amazonSqsForwarder\"", "amazonSqsForwarder.secretAccessKey")
                .doesNotContain("sesame");
    }
}
