package io.trunkline.gateway.identity;

import io.trunkline.gateway.outgoing.OwnedClients;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Key sets over HTTP, as long as they may be kept by Cache-Control (RFC 9111 section 5.2.2). */
final class HttpKeySets implements KeySetSource {
    private static final Pattern MAX_AGE =
            Pattern.compile("(?:^|[\\s,])max-age=\"?(\\d{1,9})(?!\\d)", Pattern.CASE_INSENSITIVE);
    private static final MediaType JWK_SET = MediaType.parseMediaType("application/jwk-set+json");

    private final OwnedClients clients;
    private final Scheduler scheduler;

    /** @param scheduler where sets are read: keys cost more than an event loop should give */
    HttpKeySets(OwnedClients clients, Scheduler scheduler) {
        this.clients = clients;
        this.scheduler = scheduler;
    }

    @Override
    public Mono<Fetched> fetch(URI address) {
        return clients.of(address.toString())
                .get()
                .uri(address)
                .accept(JWK_SET, MediaType.APPLICATION_JSON)
                .exchangeToMono(this::read);
    }

    private Mono<Fetched> read(ClientResponse answer) {
        if (answer.statusCode().value() != HttpStatus.OK.value()) {
            var status = answer.statusCode().value();
            return answer.releaseBody().then(Mono.error(() -> new IOException("status " + status)));
        }
        var goodFor = goodFor(answer.headers().asHttpHeaders().getCacheControl());
        return answer.bodyToMono(byte[].class)
                .publishOn(scheduler)
                .map(json -> new Fetched(KeySetReader.read(json), goodFor));
    }

    static @Nullable Duration goodFor(@Nullable String cacheControl) {
        var found = MAX_AGE.matcher(cacheControl == null ? "" : cacheControl);
        return found.find() ? Duration.ofSeconds(Long.parseLong(found.group(1))) : null;
    }
}
