package io.trunkline.gateway.explain;

import java.net.URI;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** An admin-service, on a real socket, that knows one operator and believes the gateway's word for owners. */
final class AdminPeer implements AutoCloseable {
    static final String SERVICE = "between-services";
    static final String OPERATOR = "operators-token";

    private final DisposableServer server =
            HttpServer.create().host("127.0.0.1").port(0).handle(this::answer).bindNow();

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        var headers = request.requestHeaders();
        var application = URI.create(request.uri()).getPath().replace("/admin/v1/applications/", "");
        var owner = ("Bearer " + SERVICE).equals(headers.get("Authorization"))
                && application.equals(headers.get("X-Trunkline-Application"));
        var operator = ("Bearer " + OPERATOR).equals(headers.get("Authorization"));
        return response.status(owner || operator ? status(application) : 401)
                .sendString(Mono.just("{\"secret\":\"of the application\"}"))
                .then();
    }

    private static int status(String application) {
        return application.startsWith("nobody") ? 404 : 200;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
