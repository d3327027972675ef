package io.trunkline.gateway.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.directory.KeySettings;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ConcurrentReferenceHashMap.ReferenceType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds the key that a token is to be verified with: the one that is written in an application's settings, or one of the set that they point to. */
final class VerificationKeys {
    private static final int FETCHES = 16;

    private final Map<KeySettings, VerificationKey> written = new ConcurrentReferenceHashMap<>(64, ReferenceType.WEAK);
    private final Map<URI, RemoteKeySet> published = new ConcurrentHashMap<>();
    private final Function<URI, RemoteKeySet> sets;

    /** @param sets makes the keeper of the set at an address */
    VerificationKeys(Function<URI, RemoteKeySet> sets) {
        this.sets = sets;
    }

    /** The key, or {@link Refused}: UNAUTHENTICATED, or UNAVAILABLE while its set cannot be had. */
    Mono<VerificationKey> find(KeySettings settings, JWSHeader header) {
        if (!KeySettings.JWKS.equals(settings.source())) {
            return Mono.just(written.computeIfAbsent(settings, VerificationKey::of));
        }
        var address = address(settings);
        if (address == null) {
            throw VerificationKey.unusable();
        }
        if (!isAccepted(settings, header.getAlgorithm())) {
            throw new Refused(Reason.UNAUTHENTICATED, "The algorithm of the token is not one for published keys");
        }
        return published.computeIfAbsent(address, sets).find(header);
    }

    /** Never a symmetric one: there what is published would be the secret. */
    private static boolean isAccepted(KeySettings settings, JWSAlgorithm algorithm) {
        return JWSAlgorithm.Family.SIGNATURE.contains(algorithm)
                && (settings.algorithms().isEmpty() || settings.algorithms().contains(algorithm.getName()));
    }

    /** Where the keys are published; null if they are not, or nowhere that could be called. */
    static @Nullable URI address(KeySettings settings) {
        try {
            return KeySettings.JWKS.equals(settings.source()) && settings.jwksUri() != null
                    ? URI.create(settings.jwksUri())
                    : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Fetches the sets at these addresses that are due, a few at a time. */
    Mono<Void> keepFresh(Collection<URI> addresses) {
        return Flux.fromIterable(addresses)
                .flatMap(address -> published.computeIfAbsent(address, sets).keepFresh(), FETCHES)
                .then();
    }

    /** Forgets all other sets. */
    void retain(Set<URI> addresses) {
        published.keySet().retainAll(addresses);
    }
}
