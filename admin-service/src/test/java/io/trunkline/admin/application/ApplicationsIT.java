package io.trunkline.admin.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.admin.testkit.RunningAdmin;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApplicationsIT {

    private static final String PATH = "/admin/v1/applications";
    private static final MediaType MERGE_PATCH = MediaType.valueOf("application/merge-patch+json");

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
    void createsWithDefaultsAndFreshKeys() {
        var answer = admin.operator()
                .post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"name\":\"with defaults\"}")
                .exchange();

        JsonNode made = body(answer.expectStatus().isCreated());
        String appId = made.get("appId").stringValue();
        assertThat(appId).matches("[0-9a-f]{32}");
        answer.expectHeader().location(PATH + "/" + appId);
        answer.expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"" + made.get("version").longValue() + "\"");
        assertThat(made.get("enabled").booleanValue()).isTrue();
        assertThat(made.get("tier").stringValue()).isEqualTo("free");
        assertThat(made.get("limits")).isEmpty();
        assertThat(made.get("effectiveLimits").get("maxPayloadBytes").intValue())
                .isEqualTo(5120);
        assertThat(made.get("clientSourceAddress").get(0).stringValue()).isEqualTo("0.0.0.0/0");
        assertThat(made.get("authKey").get("key").stringValue())
                .hasSize(44)
                .isNotEqualTo(made.get("adminKey").get("key").stringValue());
    }

    @Test
    void readsWhatWasCreated() {
        JsonNode made = admin.create("read me");

        JsonNode read = body(admin.operator()
                .get()
                .uri(pathOf(made))
                .exchange()
                .expectStatus()
                .isOk());

        assertThat(read).isEqualTo(made);
    }

    @Test
    void answersAReaderThatIsUpToDateWithNotModified() {
        JsonNode made = admin.create("not modified");

        admin.operator()
                .get()
                .uri(pathOf(made))
                .header(HttpHeaders.IF_NONE_MATCH, tag(made))
                .exchange()
                .expectStatus()
                .isNotModified();
    }

    @Test
    void patchesWhatIsNamedAndKeepsTheRest() {
        JsonNode made = admin.create(Map.of("name", "patch me", "description", "old"));

        JsonNode patched =
                body(patch(made, tag(made), "{\"description\":\"new\",\"limits\":{\"publishesPerSecond\":7}}")
                        .expectStatus()
                        .isOk());

        assertThat(patched.get("description").stringValue()).isEqualTo("new");
        assertThat(patched.get("limits").get("publishesPerSecond").intValue()).isEqualTo(7);
        assertThat(patched.get("limits").size()).isEqualTo(1);
        assertThat(patched.get("effectiveLimits").get("publishesPerSecond").intValue())
                .isEqualTo(7);
        assertThat(patched.get("authKey")).isEqualTo(made.get("authKey"));
        assertThat(patched.get("version").longValue())
                .isGreaterThan(made.get("version").longValue());
        assertThat(patched.get("createdAt")).isEqualTo(made.get("createdAt"));
    }

    @Test
    void aPatchThatRemovesAKeyGivesAFreshOne() {
        JsonNode made = admin.create("rotate");

        JsonNode patched =
                body(patch(made, tag(made), "{\"authKey\":null}").expectStatus().isOk());

        assertThat(patched.get("authKey").get("key"))
                .isNotEqualTo(made.get("authKey").get("key"));
        assertThat(patched.get("adminKey")).isEqualTo(made.get("adminKey"));
    }

    @Test
    void aPatchMayRepeatTheWholeApplicationAndThenChangesNothing() {
        JsonNode made = admin.create("repeat");

        JsonNode patched =
                body(patch(made, tag(made), made.toString()).expectStatus().isOk());

        assertThat(patched).isEqualTo(made);
    }

    @Test
    void refusesToChangeWhatTheServerGives() {
        JsonNode made = admin.create("read only");

        patch(made, tag(made), "{\"createdAt\":\"2020-01-01T00:00:00Z\"}")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.field")
                .isEqualTo("createdAt");
    }

    @Test
    void refusesAChangeOfAnOlderVersion() {
        JsonNode made = admin.create("stale");
        patch(made, tag(made), "{\"description\":\"first\"}").expectStatus().isOk();

        patch(made, tag(made), "{\"description\":\"second\"}")
                .expectStatus()
                .isEqualTo(HttpStatus.PRECONDITION_FAILED)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/version-mismatch");
        admin.operator()
                .delete()
                .uri(pathOf(made))
                .header(HttpHeaders.IF_MATCH, tag(made))
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.PRECONDITION_FAILED);
    }

    @Test
    void ofManyChangesOfOneVersionOnlyOneWins() {
        JsonNode made = admin.create("contended");

        List<Integer> statuses = Flux.range(0, 8)
                .flatMap(
                        i -> Flux.defer(() -> Flux.just(patch(made, tag(made), "{\"description\":\"" + i + "\"}")
                                        .expectBody()
                                        .returnResult()
                                        .getStatus()
                                        .value()))
                                .subscribeOn(Schedulers.boundedElastic()),
                        8)
                .collectList()
                .block();

        assertThat(statuses).hasSize(8).containsOnlyOnce(200).containsOnly(200, 412);
    }

    @Test
    void refusesANameThatIsTaken() {
        admin.create("taken");
        JsonNode other = admin.create("free");

        admin.operator()
                .post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"name\":\"taken\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT)
                .expectBody()
                .jsonPath("$.field")
                .isEqualTo("name");
        patch(other, tag(other), "{\"name\":\"taken\"}").expectStatus().isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void deletesForGood() {
        JsonNode made = admin.create("delete me");

        admin.operator().delete().uri(pathOf(made)).exchange().expectStatus().isNoContent();

        admin.operator()
                .get()
                .uri(pathOf(made))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/unknown-application");
        admin.operator().delete().uri(pathOf(made)).exchange().expectStatus().isNotFound();
    }

    @Test
    void listsPageByPageInTheOrderOfNames() {
        for (int i = 0; i < 5; i++) {
            admin.create("list " + i);
        }

        Set<String> names = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = body(admin.operator()
                    .get()
                    .uri(PATH + "?limit=2" + cursor)
                    .exchange()
                    .expectStatus()
                    .isOk());
            assertThat(page.get("applications").size()).isLessThanOrEqualTo(2);
            page.get("applications")
                    .forEach(one ->
                            assertThat(names.add(one.get("name").stringValue())).isTrue());
            cursor = page.get("nextCursor").isNull()
                    ? null
                    : "&cursor=" + page.get("nextCursor").stringValue();
            pages++;
        } while (cursor != null);

        assertThat(names).contains("list 0", "list 1", "list 2", "list 3", "list 4");
        assertThat(pages).isEqualTo((names.size() + 1) / 2);
    }

    @Test
    void refusesABadPageSizeOrCursor() {
        for (String query : List.of("limit=0", "limit=101", "limit=x", "cursor=***", "cursor=AAAA")) {
            admin.operator()
                    .get()
                    .uri(PATH + "?" + query)
                    .exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.field")
                    .isEqualTo(query.substring(0, query.indexOf('=')));
        }
    }

    private static WebTestClient.ResponseSpec patch(JsonNode application, String ifMatch, String patch) {
        return admin.operator()
                .patch()
                .uri(pathOf(application))
                .header(HttpHeaders.IF_MATCH, ifMatch)
                .contentType(MERGE_PATCH)
                .bodyValue(patch)
                .exchange();
    }

    private static String pathOf(JsonNode application) {
        return PATH + "/" + application.get("appId").stringValue();
    }

    private static String tag(JsonNode application) {
        return "\"" + application.get("version").longValue() + "\"";
    }

    private static JsonNode body(WebTestClient.ResponseSpec answer) {
        return new JsonMapper().readTree(answer.expectBody().returnResult().getResponseBody());
    }
}
