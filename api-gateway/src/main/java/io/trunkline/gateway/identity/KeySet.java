package io.trunkline.gateway.identity;

import com.nimbusds.jose.JWSHeader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The public keys that an issuer has published, as they were at one time; keys without a name are listed under the empty one. */
record KeySet(Map<String, List<VerificationKey>> byName) {

    /**
     * The key for a token: the one of the name that the token gives, if it is for the token's algorithm. A token that names none is taken only where one key
     * alone could be meant.
     */
    @Nullable
    VerificationKey find(JWSHeader header) {
        var named = header.getKeyID();
        var candidates = named == null ? all() : byName.getOrDefault(named, List.of()).stream();
        var fitting = candidates
                .filter(key -> key.accepts(header.getAlgorithm()))
                .limit(2)
                .toList();
        return fitting.size() == 1 ? fitting.get(0) : null;
    }

    /** Whether a key is published here, under whatever name. */
    boolean holds(VerificationKey key) {
        return all().anyMatch(here -> Objects.equals(here.material(), key.material()));
    }

    /** Whether all keys of an older set are published here. */
    boolean holdsAllOf(KeySet older) {
        return older.all().allMatch(this::holds);
    }

    private Stream<VerificationKey> all() {
        return byName.values().stream().flatMap(List::stream);
    }
}
