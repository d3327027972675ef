package io.trunkline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.directory.Directories;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The gateway's description of itself, asked for while BlockHound watches its event loops. */
class DescriptionIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path directory;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(directory, List.of(Directories.application("a".repeat(32))));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("Accept-Language", "de")
                .build();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path), BodyHandlers.ofString());
    }

    @Test
    void namesTheDocumentedRoutes() throws Exception {
        var answer = get("/v3/api-docs");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var paths = JsonMapper.shared().readTree(answer.body()).path("paths");
        assertThat(paths.propertyNames())
                .contains(
                        "/api/health/status",
                        "/api/topics/{appId}/publish",
                        "/api/topics/{appId}/publish-batch",
                        "/api/topics/{appId}/unsubscribe",
                        "/api/topics/{appId}/presence",
                        "/admin/v1/applications/{appId}/explain",
                        "/api/connections/{appId}",
                        "/api/connections/{appId}/{connectionId}",
                        "/apps/{appId}",
                        "/apps/{appId}/events",
                        "/problems/{code}");
        assertThat(paths.path("/api/topics/{appId}/publish")
                        .path("post")
                        .path("security")
                        .toString())
                .contains("adminKey");
    }

    @Test
    void isGivenToManyAtOnce() {
        var answers = IntStream.range(0, 20)
                .mapToObj(n -> CLIENT.sendAsync(request("/v3/api-docs"), BodyHandlers.ofString()))
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }
}
