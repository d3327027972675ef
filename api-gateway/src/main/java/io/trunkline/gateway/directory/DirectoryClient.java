package io.trunkline.gateway.directory;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The admin-service's directory on the wire: a snapshot, and the changes after it. */
final class DirectoryClient {
    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
            new ParameterizedTypeReference<>() {};

    private final WebClient client;

    /** @param client knows the service's address and how to authenticate there */
    DirectoryClient(WebClient client) {
        this.client = client;
    }

    Mono<Snapshot> snapshot() {
        return client.get()
                .uri("/internal/v1/directory")
                .accept(MediaType.APPLICATION_JSON)
                .retrieve()
                .bodyToMono(byte[].class)
                .map(DirectoryJson::snapshot);
    }

    /** What changed after a version, without end; heart-beats included. */
    Flux<FeedEvent> changes(long since) {
        return client.get()
                .uri("/internal/v1/directory/changes?since={version}", since)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .retrieve()
                .bodyToFlux(EVENT)
                .map(FeedEvent::of);
    }
}
