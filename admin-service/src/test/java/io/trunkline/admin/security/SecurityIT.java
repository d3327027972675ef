package io.trunkline.admin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.admin.testkit.RunningAdmin;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

class SecurityIT {

    private static final String PATH = "/admin/v1/applications";
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private static RunningAdmin admin;
    private static String mine;
    private static String others;

    @BeforeAll
    static void start() {
        admin = RunningAdmin.onNewDatabase();
        mine = admin.create("mine").get("appId").stringValue();
        others = admin.create("others").get("appId").stringValue();
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    private record Route(HttpMethod method, String path) {}

    /** Every route of ours, asked of Spring, so that none that is added later is forgotten. */
    private static List<Route> routes() {
        var mapping = admin.context().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        return mapping.getHandlerMethods().keySet().stream()
                .flatMap(info -> info.getPatternsCondition().getPatterns().stream()
                        .flatMap(pattern -> info.getMethodsCondition().getMethods().stream()
                                .map(RequestMethod::asHttpMethod)
                                .map(method -> new Route(method, pattern.getPatternString()))))
                .filter(route ->
                        route.path().startsWith("/admin") || route.path().startsWith("/internal"))
                .toList();
    }

    @Test
    void knowsAllRoutes() {
        assertThat(routes())
                .contains(
                        new Route(HttpMethod.GET, PATH + "/{appId}"),
                        new Route(HttpMethod.GET, "/admin/v1/audit"),
                        new Route(HttpMethod.GET, "/internal/v1/directory/changes"))
                .hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void noRouteIsOpenToAStranger() {
        for (Route route : routes()) {
            assertThat(status(admin.anyone(), route, mine)).as(route.toString()).isEqualTo(401);
            assertThat(status(admin.bearer("wrong-token-of-tests"), route, mine))
                    .as(route.toString())
                    .isEqualTo(401);
        }
    }

    @Test
    void noRouteShowsOrChangesAnotherOwnersApplication() {
        for (Route route : routes()) {
            assertThat(status(admin.ownerOf(mine), route, others))
                    .as(route.toString())
                    .isEqualTo(403);
        }
    }

    @Test
    void anOwnerReachesNothingThatIsNotOfOneApplication() {
        for (Route route : routes()) {
            if (!route.path().contains("{appId}")) {
                assertThat(status(admin.ownerOf(mine), route, mine))
                        .as(route.toString())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void aServiceThatActsForNobodyReachesTheInternalRoutesOnly() {
        for (Route route : routes()) {
            int expected = route.path().startsWith("/internal") ? 200 : 403;
            if (!route.path().endsWith("/changes")) {
                assertThat(status(admin.service(), route, mine))
                        .as(route.toString())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void anOwnerReadsAndChangesItsOwnApplication() {
        String appId = admin.create("owned").get("appId").stringValue();
        WebTestClient owner = admin.ownerOf(appId);

        owner.get().uri(PATH + "/" + appId).exchange().expectStatus().isOk();
        patch(owner, appId, "{\"description\":\"by its owner\"}").expectStatus().isOk();
        owner.delete().uri(PATH + "/" + appId).exchange().expectStatus().isNoContent();
    }

    @Test
    void anOwnerCannotGrantItselfWhatTheOperatorGrants() {
        for (String patch : List.of(
                "{\"limits\":{\"maxPayloadBytes\":1000000}}", "{\"tier\":\"serverless\"}", "{\"enabled\":false}")) {
            patch(admin.ownerOf(mine), mine, patch)
                    .expectStatus()
                    .isForbidden()
                    .expectBody()
                    .jsonPath("$.field")
                    .isNotEmpty();
        }
    }

    @Test
    void theApplicationHeaderGivesAStrangerNothing() {
        admin.anyone()
                .get()
                .uri(PATH + "/" + mine)
                .header("X-Trunkline-Application", mine)
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void anApplicationHeaderThatIsNoIdOrComesTwiceIsRefused() {
        for (String[] values :
                new String[][] {{"*"}, {mine.toUpperCase(Locale.ROOT)}, {mine, others}, {mine + "," + others}}) {
            admin.service()
                    .get()
                    .uri(PATH + "/" + mine)
                    .header("X-Trunkline-Application", values)
                    .exchange()
                    .expectStatus()
                    .isUnauthorized();
        }
    }

    @Test
    void refusalsAreProblemsAndSayHowToAuthenticate() {
        admin.anyone()
                .get()
                .uri(PATH)
                .exchange()
                .expectHeader()
                .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"trunkline\"")
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/unauthenticated");
        admin.bearer("wrong-token-of-tests")
                .get()
                .uri(PATH)
                .exchange()
                .expectHeader()
                .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"trunkline\", error=\"invalid_token\"");
        admin.ownerOf(mine)
                .get()
                .uri(PATH)
                .exchange()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/forbidden");
    }

    @Test
    void healthAndTheDescriptionOfTheApiAreOpenAndMetricsAreTheOperators() {
        for (String path : Set.of("/actuator/health", "/actuator/health/readiness", "/v3/api-docs")) {
            admin.anyone().get().uri(path).exchange().expectStatus().isOk();
        }
        admin.anyone()
                .get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        admin.ownerOf(mine)
                .get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isForbidden();
        admin.operator()
                .get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static WebTestClient.ResponseSpec patch(WebTestClient client, String appId, String patch) {
        return client.patch()
                .uri(PATH + "/" + appId)
                .contentType(MediaType.valueOf("application/merge-patch+json"))
                .bodyValue(patch)
                .exchange();
    }

    private static int status(WebTestClient client, Route route, String appId) {
        var request = client.method(route.method())
                .uri(route.path().replace("{appId}", appId).replaceAll("\\{\\*?\\w+}", "0".repeat(32)));
        if (WITH_BODY.contains(route.method())) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue("{\"name\":\"intruder\"}");
        }
        return request.exchange().expectBody().returnResult().getStatus().value();
    }
}
