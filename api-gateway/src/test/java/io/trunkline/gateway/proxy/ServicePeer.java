package io.trunkline.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A service behind the gateway, on a real socket: it writes down what it was asked and answers by the last part of the path. */
final class ServicePeer implements AutoCloseable {

    /** What arrived. */
    record Call(String method, String uri, HttpHeaders headers, String body) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    final Sinks.Many<String> events = Sinks.many().multicast().directBestEffort();

    private final DisposableServer server =
            HttpServer.create().host("127.0.0.1").port(0).handle(this::answer).bindNow();

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
            calls.add(new Call(
                    request.method().name(),
                    request.uri(),
                    request.requestHeaders().copy(),
                    body));
            return say(request, response, body);
        });
    }

    private Mono<Void> say(HttpServerRequest request, HttpServerResponse response, String body) {
        var path = URI.create(request.uri()).getPath();
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "redirect" ->
                response.status(302).header("Location", "/elsewhere").send();
            case "silence" -> Mono.never();
            case "cut" ->
                response.header("Content-Length", "1000")
                        .sendString(Flux.just("part").concatWith(Mono.error(new IOException("the service dies"))))
                        .then();
            case "stream" ->
                response.sse()
                        .send(
                                Flux.just("data: first\n\n")
                                        .concatWith(events.asFlux())
                                        .map(frame -> response.alloc().buffer().writeBytes(frame.getBytes())),
                                any -> true)
                        .then();
            case "secrets" ->
                response.header("Connection", "X-Hop")
                        .header("X-Hop", "1")
                        .header("Keep-Alive", "timeout=5")
                        .header("X-Kept", "2")
                        .sendString(Mono.just("ok"))
                        .then();
            default ->
                response.status(201)
                        .header("Location", "/there")
                        .sendString(Mono.just("heard " + body))
                        .then();
        };
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    Call last() {
        return calls.get(calls.size() - 1);
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
