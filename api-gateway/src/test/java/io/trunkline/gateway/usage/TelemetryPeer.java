package io.trunkline.gateway.usage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** A telemetry-service on a port of its own, which keeps the greatest count of each node, minute and application, and can be unwell. */
final class TelemetryPeer implements AutoCloseable {
    static final String TOKEN = "service-token";

    private final Map<String, Long> ops = new ConcurrentHashMap<>();
    private final Map<String, Long> countries = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private DisposableServer server = listen(0);
    private volatile String poison = "no such text";

    /** Answers after taking a batch in; 0 never answers. */
    volatile int status = 204;

    int port() {
        return server.port();
    }

    int requests() {
        return requests.get();
    }

    /** The sum over all nodes and minutes. */
    long ops(String appId) {
        return sum("/" + appId);
    }

    /** The sum over all nodes, of one minute. */
    long ops(String minute, String appId) {
        return sum("/" + minute + "/" + appId);
    }

    /** Connections of an application by country. */
    Map<String, Long> countries(String appId) {
        var found = new TreeMap<String, Long>();
        countries.forEach((key, count) -> {
            if (key.startsWith(appId)) {
                found.put(key.substring(appId.length()), count);
            }
        });
        return found;
    }

    /** The names under which was reported. */
    List<String> nodes() {
        return ops.keySet().stream()
                .map(key -> key.substring(0, key.indexOf('/')))
                .toList();
    }

    /** From now on answers 400 to batches that contain this. */
    void refuse(String text) {
        poison = text;
    }

    void down() {
        server.disposeNow();
    }

    void up() {
        server = listen(server.port());
    }

    @Override
    public void close() {
        down();
    }

    private long sum(String end) {
        return ops.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(end))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private DisposableServer listen(int port) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .route(routes -> routes.post("/internal/v1/usage", this::handle))
                .bindNow();
    }

    private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        requests.incrementAndGet();
        if (!("Bearer " + TOKEN).equals(request.requestHeaders().get("Authorization"))) {
            return response.status(401).send();
        }
        return request.receive().aggregate().asString().flatMap(body -> answer(body, response));
    }

    private Mono<Void> answer(String body, HttpServerResponse response) {
        if (body.contains(poison)) {
            return response.status(400).send();
        }
        take(body);
        return status == 0
                ? Mono.delay(Duration.ofMinutes(1)).then()
                : response.status(status).send();
    }

    private void take(String body) {
        var batch = JsonMapper.shared().readTree(body);
        for (var each : batch.get("records")) {
            var key = batch.get("node").asString() + "/" + each.get("minute").asString() + "/"
                    + each.get("appId").asString();
            ops.merge(key, each.get("ops").asLong(), Math::max);
        }
        for (var each : batch.path("countries")) {
            var key = each.get("appId").asString() + each.get("country").asString();
            countries.merge(key, each.get("connections").asLong(), Math::max);
        }
    }
}
