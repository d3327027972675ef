package io.trunkline.admin.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.admin.testkit.DatabaseProxy;
import io.trunkline.admin.testkit.FeedReader;
import io.trunkline.admin.testkit.RunningAdmin;
import io.trunkline.admin.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

@ExtendWith(OutputCaptureExtension.class)
class ProblemIT {

    private static final String PATH = "/admin/v1/applications";

    private static RunningAdmin admin;

    @BeforeAll
    static void start() {
        admin = RunningAdmin.onNewDatabase();
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    @Test
    void anUnknownPathIsNotFound() {
        problem(admin.operator().get().uri("/nowhere").exchange(), 404, "not-found")
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).doesNotContain("nowhere", "127.0.0.1", "localhost"));
    }

    @Test
    void anIdThatIsNoIdIsAnUnknownApplication() {
        problem(admin.operator().get().uri(PATH + "/x").exchange(), 404, "unknown-application");
    }

    @Test
    void aPathThatHidesCharactersIsMalformed() {
        for (String path : List.of("/a%00b", "/a%2Fb", "/..%2Faudit", "/a%252Fb", "/a;b=c")) {
            var answer = admin.operator()
                    .get()
                    .uri(URI.create(admin.baseUrl() + PATH + path))
                    .exchange();
            problem(answer, 400, "malformed");
        }
    }

    @Test
    void anotherMethodIsRefusedWithThoseThatAreAllowed() {
        var answer = admin.operator().put().uri(PATH).exchange();

        problem(answer, 405, "method-not-allowed");
        assertThat(answer.returnResult().getResponseHeaders().getAllow())
                .extracting(Object::toString)
                .contains("GET", "POST");
    }

    @Test
    void anotherMediaTypeIsRefusedWithThoseThatAreUnderstood() {
        var answer = admin.operator()
                .post()
                .uri(PATH)
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue("name=x")
                .exchange();

        problem(answer, 415, "unsupported-media-type");
        answer.expectHeader().valueMatches(HttpHeaders.ACCEPT, ".*application/json.*");
    }

    @Test
    void aMediaTypeNobodyOffersIsNotAcceptable() {
        problem(admin.operator().get().uri(PATH).accept(MediaType.IMAGE_PNG).exchange(), 406, "not-acceptable");
    }

    @Test
    void aBodyThatIsNoJsonObjectIsMalformed() {
        for (String body :
                new String[] {"", "{", "[]", "null", "{\"name\":\"a\"} x", "{\"name\":\"a\",\"name\":\"b\"}"}) {
            problem(post(body), 400, "malformed");
        }
    }

    @Test
    void aBodyOfMoreThan64KiBIsTooLarge() {
        problem(post("{\"name\":\"" + "x".repeat(64 * 1024) + "\"}"), 413, "too-large");
    }

    @Test
    void anInvalidFieldIsNamed() {
        problem(post("{\"name\":\"a\",\"colour\":\"red\"}"), 400, "invalid-field")
                .jsonPath("$.field")
                .isEqualTo("colour")
                .jsonPath("$.detail")
                .isEqualTo("colour is not known");
    }

    @Test
    void aPreconditionThatIsNoTagIsMalformed() {
        String appId = admin.create("precondition").get("appId").stringValue();

        var answer = admin.operator()
                .delete()
                .uri(PATH + "/" + appId)
                .header(HttpHeaders.IF_MATCH, "seven")
                .exchange();

        problem(answer, 400, "malformed").jsonPath("$.field").isEqualTo("If-Match");
    }

    @Test
    void aFaultIsLoggedOnceUnderTheIdThatTheCallerSees(CapturedOutput output) {
        String database = TestDatabase.create();
        try (var broken = RunningAdmin.on(database)) {
            TestDatabase.execute(database, "drop table admin.audit_entry");

            var answer = broken.operator().get().uri("/admin/v1/audit").exchange();

            byte[] body = problem(answer, 500, "internal").returnResult().getResponseBody();
            String instance = new String(body, StandardCharsets.UTF_8).replaceAll(".*(urn:uuid:[-0-9a-f]+).*", "$1");
            assertThat(output.getOut().split("fault id=" + instance, -1)).hasSize(2);
            assertThat(new String(body, StandardCharsets.UTF_8)).doesNotContain("audit_entry");
        }
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailableUntilItIsBack() throws IOException {
        try (var proxy = new DatabaseProxy(TestDatabase.create());
                var behind = RunningAdmin.on(proxy.url());
                var feed = new FeedReader(behind, "?since=0")) {
            behind.create("before");
            await().until(() -> feed.ids().size() == 1);

            proxy.cut();
            var answer = behind.operator().get().uri(PATH).exchange();
            problem(answer, 503, "unavailable");
            answer.expectHeader().exists(HttpHeaders.RETRY_AFTER);
            problem(behind.service().get().uri("/internal/v1/directory/changes").exchange(), 503, "unavailable");
            expectHealth(behind, "", 503, "$.components.database.status", "DOWN");
            expectHealth(behind, "/readiness", 503, "$.status", "DOWN");
            expectHealth(behind, "/liveness", 200, "$.status", "UP");

            proxy.mend();
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptionsInstanceOf(AssertionError.class)
                    .untilAsserted(() -> behind.create("after"));
            await().atMost(Duration.ofSeconds(10)).until(() -> feed.ids().size() == 2);
            expectHealth(behind, "", 200, "$.components.database.status", "UP");
            expectHealth(behind, "/readiness", 200, "$.status", "UP");
        }
    }

    private static void expectHealth(RunningAdmin of, String part, int status, String path, String value) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> of.anyone()
                        .get()
                        .uri("/actuator/health" + part)
                        .exchange()
                        .expectStatus()
                        .isEqualTo(status)
                        .expectBody()
                        .jsonPath(path)
                        .isEqualTo(value));
    }

    private static ResponseSpec post(String body) {
        return admin.operator()
                .post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private static BodyContentSpec problem(ResponseSpec answer, int status, String code) {
        return answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + code)
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.title")
                .isNotEmpty()
                .jsonPath("$.detail")
                .isNotEmpty();
    }
}
