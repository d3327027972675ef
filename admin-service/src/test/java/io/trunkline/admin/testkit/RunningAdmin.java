package io.trunkline.admin.testkit;

import io.trunkline.admin.AdminServiceApplication;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on a free port, started as the standalone starts it, and clients for each kind of caller. */
public final class RunningAdmin implements AutoCloseable {

    public static final String OPERATOR = "operator-token-of-tests";
    public static final String SERVICE = "service-token-of-tests";

    private static final JsonMapper JSON = new JsonMapper();

    private final ConfigurableApplicationContext context;
    private final String baseUrl;

    private RunningAdmin(ConfigurableApplicationContext context) {
        this.context = context;
        this.baseUrl = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    /** Starts on a database; {@code settings} are further {@code --name=value} arguments. */
    public static RunningAdmin on(String databaseUrl, String... settings) {
        var arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--trunkline.database-url=" + databaseUrl,
                "--trunkline.operator-token=" + OPERATOR,
                "--trunkline.service-token=" + SERVICE));
        arguments.addAll(List.of(settings));
        return new RunningAdmin(new SpringApplicationBuilder(AdminServiceApplication.class)
                .properties("spring.config.name=admin")
                .run(arguments.toArray(String[]::new)));
    }

    public static RunningAdmin onNewDatabase(String... settings) {
        return on(TestDatabase.create(), settings);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public String baseUrl() {
        return baseUrl;
    }

    public WebTestClient anyone() {
        return WebTestClient.bindToServer()
                .baseUrl(baseUrl)
                .responseTimeout(Duration.ofSeconds(20))
                .filter((request, next) -> next.exchange(request).flatMap(RunningAdmin::readWhole))
                .build();
    }

    /** Tests that only look at a status leave the body unread, and its buffers with it. */
    private static Mono<ClientResponse> readWhole(ClientResponse response) {
        return response.bodyToMono(byte[].class)
                .<DataBuffer>map(bytes -> DefaultDataBufferFactory.sharedInstance.wrap(bytes))
                .map(body -> response.mutate().body(Flux.just(body)).build())
                .switchIfEmpty(Mono.fromSupplier(
                        () -> response.mutate().body(Flux.empty()).build()));
    }

    public WebTestClient bearer(String token) {
        return anyone().mutate()
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .build();
    }

    public WebTestClient operator() {
        return bearer(OPERATOR);
    }

    public WebTestClient service() {
        return bearer(SERVICE);
    }

    public WebTestClient ownerOf(String appId) {
        return service()
                .mutate()
                .defaultHeader("X-Trunkline-Application", appId)
                .build();
    }

    /** Creates an application as the operator and gives back what the service answered. */
    public JsonNode create(Map<String, ?> settings) {
        byte[] body = operator()
                .post()
                .uri("/admin/v1/applications")
                .header(HttpHeaders.CONTENT_TYPE, "application/json")
                .bodyValue(settings)
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return JSON.readTree(body);
    }

    public JsonNode create(String name) {
        return create(Map.of("name", name));
    }

    /** What is answered to a call, null's node where that is nothing. The path is sent as it stands. */
    public JsonNode call(WebTestClient client, HttpMethod method, String path, String body, int status) {
        var request = client.method(method).uri(URI.create(baseUrl + path));
        if (!body.isEmpty()) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        byte[] answer = request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult()
                .getResponseBody();
        return answer == null ? JSON.nullNode() : JSON.readTree(answer);
    }

    @Override
    public void close() {
        context.close();
    }
}
