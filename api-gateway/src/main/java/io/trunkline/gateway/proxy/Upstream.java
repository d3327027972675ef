package io.trunkline.gateway.proxy;

import io.netty.channel.ConnectTimeoutException;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.net.URI;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One service behind the gateway: hands requests on to it and its answers back, both as streams. */
final class Upstream {
    private final String name;
    private final URI base;
    private final WebClient client;
    private final long maxRequest;

    /** @param name for the caller of a service that does not answer */
    Upstream(String name, URI base, WebClient client, ProxyProperties.Proxy settings) {
        this.name = name;
        this.base = base;
        this.client = client.mutate()
                .filter((request, next) -> next.exchange(request).timeout(settings.answerWithin()))
                .build();
        this.maxRequest = settings.maxRequest().toBytes();
    }

    /** Answers the exchange with what the service says to the same request under these headers. */
    Mono<Void> forward(ServerWebExchange exchange, HttpHeaders headers) {
        var request = exchange.getRequest();
        if (headers.getContentLength() > maxRequest) {
            return Mono.error(tooLarge());
        }
        return client.method(request.getMethod())
                .uri(address(request))
                .headers(given -> given.putAll(headers))
                .body(BodyInserters.fromDataBuffers(bounded(request.getBody())))
                .exchangeToMono(answer -> relay(answer, exchange.getResponse()))
                .onErrorMap(this::explain);
    }

    /** What the service answers to a GET of this path under these headers, as far as its first line says. */
    Mono<HttpStatusCode> status(String path, HttpHeaders headers) {
        return client.get()
                .uri(URI.create(base + path))
                .headers(given -> given.putAll(headers))
                .exchangeToMono(answer -> answer.releaseBody().thenReturn(answer.statusCode()))
                .onErrorMap(this::explain);
    }

    /** Path and query as they came: decoding and encoding again could make another path of them. */
    private URI address(ServerHttpRequest request) {
        var query = request.getURI().getRawQuery();
        return URI.create(base + request.getURI().getRawPath() + (query == null ? "" : "?" + query));
    }

    private Flux<DataBuffer> bounded(Flux<DataBuffer> body) {
        return Flux.defer(() -> {
            var seen = new AtomicLong();
            return body.doOnNext(buffer -> {
                if (seen.addAndGet(buffer.readableByteCount()) > maxRequest) {
                    DataBufferUtils.release(buffer);
                    throw tooLarge();
                }
            });
        });
    }

    private static Mono<Void> relay(ClientResponse answer, ServerHttpResponse response) {
        response.setStatusCode(answer.statusCode());
        response.getHeaders().putAll(Hop.handedOn(answer.headers().asHttpHeaders()));
        return response.writeAndFlushWith(
                answer.body(BodyExtractors.toDataBuffers()).map(Mono::just));
    }

    private Throwable explain(Throwable error) {
        var cause = error instanceof WebClientRequestException request && request.getCause() != null
                ? request.getCause()
                : error;
        if (cause instanceof Refused || cause instanceof ResponseStatusException) {
            return cause;
        }
        return cause instanceof TimeoutException && !(cause instanceof ConnectTimeoutException)
                ? new ResponseStatusException(HttpStatus.GATEWAY_TIMEOUT, "The " + name + " took too long", error)
                : new ResponseStatusException(HttpStatus.BAD_GATEWAY, "The " + name + " does not answer", error);
    }

    private static Refused tooLarge() {
        return new Refused(Reason.TOO_LARGE, "The body is larger than what is handed on");
    }
}
