package io.trunkline.gateway.usage;

import java.time.Duration;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** The telemetry-service on the wire. */
final class TelemetryClient {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<HttpStatusCode> FOR_EVER = Set.of(HttpStatus.BAD_REQUEST, HttpStatus.CONTENT_TOO_LARGE);

    private final WebClient client;

    /** How a batch fared. */
    enum Fate {
        TAKEN,
        /** The batch itself is at fault: it will never be taken. */
        REFUSED,
        /** The service is away or not well: the batch is to be sent again. */
        UNDECIDED
    }

    /** @param why the status or the fault, for the log */
    record Answer(Fate fate, String why) {}

    /** @param client knows the service's address and how to authenticate there */
    TelemetryClient(WebClient client) {
        this.client = client;
    }

    /** Sends a batch; never fails. */
    Mono<Answer> send(byte[] batch) {
        return client.post()
                .uri("/internal/v1/usage")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(batch)
                .exchangeToMono(response -> response.releaseBody().thenReturn(answer(response.statusCode())))
                .timeout(PATIENCE)
                .onErrorResume(fault -> Mono.just(new Answer(Fate.UNDECIDED, fault.toString())));
    }

    private static Answer answer(HttpStatusCode status) {
        var fate = status.is2xxSuccessful() ? Fate.TAKEN : FOR_EVER.contains(status) ? Fate.REFUSED : Fate.UNDECIDED;
        return new Answer(fate, "status " + status.value());
    }
}
