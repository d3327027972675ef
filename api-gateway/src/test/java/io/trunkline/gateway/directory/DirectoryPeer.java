package io.trunkline.gateway.directory;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** An admin-service as far as its directory goes, on a real socket; what it says is the test's to tell. */
final class DirectoryPeer implements AutoCloseable {
    static final String TOKEN = "the word between services";

    /** Every call, as {@code snapshot} or {@code changes since=N}. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    private volatile byte[] snapshot = Directories.json(0);
    private volatile Sinks.Many<String> feed = Sinks.many().multicast().directBestEffort();
    private volatile Mono<Void> answers = Mono.empty();
    private volatile DisposableServer server;

    DirectoryPeer() {
        open(0);
    }

    private void open(int port) {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .route(routes -> routes.get("/internal/v1/directory", this::snapshot)
                        .get("/internal/v1/directory/changes", this::changes))
                .bindNow();
    }

    private Mono<Void> snapshot(HttpServerRequest request, HttpServerResponse response) {
        if (!("Bearer " + TOKEN).equals(request.requestHeaders().get("Authorization"))) {
            return response.status(401).send();
        }
        calls.add("snapshot");
        return response.header("Content-Type", "application/json")
                .sendByteArray(answers.then(Mono.fromSupplier(() -> snapshot)))
                .then();
    }

    private Mono<Void> changes(HttpServerRequest request, HttpServerResponse response) {
        calls.add("changes " + URI.create(request.uri()).getQuery());
        var frames = Flux.just(": hello\n\n").concatWith(feed.asFlux());
        return response.sse()
                .send(
                        frames.map(
                                frame -> response.alloc().buffer().writeBytes(frame.getBytes(StandardCharsets.UTF_8))),
                        any -> true)
                .then();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    void has(long version, Application... applications) {
        snapshot = Directories.json(version, applications);
    }

    /** Whether a gateway is listening to the changes now. */
    boolean isHeard() {
        return feed.currentSubscriberCount() > 0;
    }

    /** Snapshots are answered only when the returned one has run. */
    Runnable holdAnswers() {
        var gate = Sinks.<Void>empty();
        answers = gate.asMono();
        return gate::tryEmitEmpty;
    }

    void put(long version, Application application) {
        var data = new String(DirectoryJson.write(application), StandardCharsets.UTF_8);
        say("id: " + version + "\nevent: put\ndata: " + data + "\n\n");
    }

    void delete(long version, String appId) {
        say("id: " + version + "\nevent: delete\ndata: {\"appId\":\"" + appId + "\"}\n\n");
    }

    void reset(long version) {
        say("event: reset\ndata: {\"version\":" + version + "}\n\n");
    }

    void say(String frame) {
        feed.tryEmitNext(frame).orThrow();
    }

    /** Ends the open feed; the next one is another. */
    void drop() {
        var ended = feed;
        feed = Sinks.many().multicast().directBestEffort();
        ended.tryEmitComplete();
    }

    void goDown() {
        drop();
        server.disposeNow();
    }

    void comeBack() {
        open(server.port());
    }

    @Override
    public void close() {
        goDown();
    }
}
