package io.trunkline.telemetry;

import org.springframework.boot.webtestclient.autoconfigure.WebTestClientBuilderCustomizer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads every answer to its end: tests that only look at a status leave the body unread, and its buffers with it. */
final class WholeAnswers implements WebTestClientBuilderCustomizer {
    @Override
    public void customize(WebTestClient.Builder client) {
        client.filter((request, next) -> next.exchange(request).flatMap(WholeAnswers::readWhole));
    }

    private static Mono<ClientResponse> readWhole(ClientResponse response) {
        return response.bodyToMono(byte[].class)
                .<DataBuffer>map(DefaultDataBufferFactory.sharedInstance::wrap)
                .flux()
                .as(Flux::collectList)
                .map(body -> response.mutate().body(Flux.fromIterable(body)).build());
    }
}
