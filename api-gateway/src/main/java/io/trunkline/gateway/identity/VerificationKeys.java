package io.trunkline.gateway.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.KeySettings;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ConcurrentReferenceHashMap.ReferenceType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds the key that a token is to be verified with: the one that is written in an application's settings, or one of the set that they point to. */
final class VerificationKeys {
    /** As many sets that are not known yet an application may bring between two rounds of upkeep; it names two at a time. */
    static final int MOST_NEW = 4;

    private final Map<KeySettings, VerificationKey> written = new ConcurrentReferenceHashMap<>(64, ReferenceType.WEAK);
    private final Map<URI, RemoteKeySet> published = new ConcurrentHashMap<>();
    private final Map<ApplicationId, Integer> brought = new ConcurrentHashMap<>();
    private final Function<URI, RemoteKeySet> sets;

    /** @param sets makes the keeper of the set at an address */
    VerificationKeys(Function<URI, RemoteKeySet> sets) {
        this.sets = sets;
    }

    /** The key, or {@link Refused}: UNAUTHENTICATED, or UNAVAILABLE while its set cannot be had. */
    Mono<VerificationKey> find(ApplicationId application, KeySettings settings, JWSHeader header) {
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
        var set = set(application, address);
        if (set == null) {
            throw new Refused(Reason.UNAVAILABLE, "The application has named too many key sets in a short time");
        }
        return set.find(header);
    }

    /** The set at an address; null for one more that nobody has named before, where the application has brought its share. */
    private @Nullable RemoteKeySet set(ApplicationId application, URI address) {
        var known = published.get(address);
        return known != null || brought.merge(application, 1, Integer::sum) > MOST_NEW
                ? known
                : published.computeIfAbsent(address, sets);
    }

    /** Whether a key that was found for these settings is published no more. */
    boolean withdrew(KeySettings settings, VerificationKey key) {
        var address = address(settings);
        var set = address == null ? null : published.get(address);
        return set != null && set.withdrew(key);
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

    /** Where an application's keys are published, none for one that is not served. */
    static Set<URI> addresses(Application application) {
        return Stream.of(application.authKey(), application.adminKey())
                .filter(key -> application.enabled())
                .map(VerificationKeys::address)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Fetches an application's sets that are due. */
    Mono<Void> keepFresh(Application application) {
        return Flux.fromIterable(addresses(application))
                .mapNotNull(address -> set(application.id(), address))
                .flatMap(RemoteKeySet::keepFresh)
                .then();
    }

    /** Begins a round of upkeep: forgets all other sets, and who has brought how many. */
    void retain(Set<URI> addresses) {
        published.keySet().retainAll(addresses);
        brought.clear();
    }
}
