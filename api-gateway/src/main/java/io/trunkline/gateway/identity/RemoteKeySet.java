package io.trunkline.gateway.identity;

import com.nimbusds.jose.JWSHeader;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.outgoing.ForbiddenAddress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One published key set, kept. It is fetched by one call at a time, and not again too soon; while its publisher does not answer the last set goes on to serve,
 * for a bounded time.
 */
final class RemoteKeySet {
    private static final Logger log = LoggerFactory.getLogger(RemoteKeySet.class);

    private record Kept(KeySet keys, Instant staleFrom, Instant uselessFrom) {}

    private final URI address;
    private final KeySetSource source;
    private final InstantSource clock;
    private final KeySetProperties settings;
    private final Consumer<URI> withdrawn;
    private volatile @Nullable Kept kept;
    private Instant notBefore = Instant.MIN;
    private @Nullable Mono<Void> running;
    private boolean failing;

    /** @param withdrawn is told the address when a key is published no more; a set that cannot be had withdraws nothing */
    RemoteKeySet(
            URI address, KeySetSource source, InstantSource clock, KeySetProperties settings, Consumer<URI> withdrawn) {
        this.address = address;
        this.source = source;
        this.clock = clock;
        this.settings = settings;
        this.withdrawn = withdrawn;
    }

    /**
     * The key for a token. A name that is not known may be that of a new key, so that the set is asked for once more, if that was not just done.
     *
     * @return {@link Refused}: UNAUTHENTICATED without a fitting key, UNAVAILABLE while there is no set to look into
     */
    Mono<VerificationKey> find(JWSHeader header) {
        var usable = usable();
        var known = usable == null ? null : usable.find(header);
        return known != null
                ? Mono.just(known)
                : refresh()
                        .timeout(settings.patience())
                        .onErrorMap(TimeoutException.class, slow -> unavailable())
                        .then(Mono.fromSupplier(() -> found(header)));
    }

    private VerificationKey found(JWSHeader header) {
        var usable = usable();
        if (usable == null) {
            throw unavailable();
        }
        var key = usable.find(header);
        if (key == null) {
            throw new Refused(Reason.UNAUTHENTICATED, "No published key fits the header of the token");
        }
        return key;
    }

    private @Nullable KeySet usable() {
        var now = kept;
        return now != null && clock.instant().isBefore(now.uselessFrom()) ? now.keys() : null;
    }

    /** Whether a key that was found here is published no more, by what was fetched last, however old that is. */
    boolean withdrew(VerificationKey key) {
        var now = kept;
        return now != null && !now.keys().holds(key);
    }

    /** Fetches the set if it is due. */
    Mono<Void> keepFresh() {
        var now = kept;
        return now == null || !clock.instant().isBefore(now.staleFrom()) ? refresh() : Mono.empty();
    }

    /** Ends, without error, when a set was fetched or could not be; at once if it is too soon to ask again. */
    private synchronized Mono<Void> refresh() {
        var already = running;
        if (already != null) {
            return already;
        }
        if (clock.instant().isBefore(notBefore)) {
            return Mono.empty();
        }
        var fetch = Mono.defer(() -> source.fetch(address))
                .switchIfEmpty(Mono.error(() -> new IOException("an empty answer")))
                .timeout(settings.fetchWithin())
                .doOnNext(this::keep)
                .doOnError(this::failed)
                .onErrorComplete()
                .then()
                .cache();
        running = fetch;
        return fetch;
    }

    private void keep(KeySetSource.Fetched fetched) {
        var before = kept;
        succeeded(fetched);
        if (before != null && !fetched.keys().holdsAllOf(before.keys())) {
            log.info("event=keys-withdrawn host={}", address.getHost());
            withdrawn.accept(address);
        }
    }

    private synchronized void succeeded(KeySetSource.Fetched fetched) {
        var now = clock.instant();
        var staleFrom = now.plus(settings.bounded(fetched.goodFor()));
        kept = new Kept(fetched.keys(), staleFrom, staleFrom.plus(settings.staleIfError()));
        ended(now, settings.refetchAfter());
        if (failing) {
            log.info("event=keys-fetched-again host={}", address.getHost());
            failing = false;
        }
    }

    private synchronized void failed(Throwable error) {
        ended(clock.instant(), settings.retryAfter());
        if (!failing) {
            var reason = ForbiddenAddress.isBehind(error) ? "address-not-allowed" : error.toString();
            log.warn("event=keys-not-fetched host={} reason={}", address.getHost(), reason);
            failing = true;
        }
    }

    private void ended(Instant now, Duration pause) {
        notBefore = now.plus(pause);
        running = null;
    }

    private static Refused unavailable() {
        return new Refused(Reason.UNAVAILABLE, "The keys of the application cannot be fetched at the moment");
    }
}
