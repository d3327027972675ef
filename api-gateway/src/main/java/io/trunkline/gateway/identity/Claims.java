package io.trunkline.gateway.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a verified token says of its bearer.
 *
 * @param subject empty if the token names none
 * @param rights the permissions as they stand in the token
 * @param expiry null if the token is good for ever
 */
record Claims(String subject, List<String> rights, @Nullable Instant expiry) {
    /** In this order; the first one that is there counts (spec/realtime.md section 12). */
    private static final List<String> RIGHTS = List.of("permissions", "scp", "scope");

    /** {@code priv/acks} carries every client's acknowledgements, so that nobody may be called so. */
    private static final Set<String> RESERVED_SUBJECTS = Set.of("acks");

    static Claims of(JWTClaimsSet claims) {
        var subject = claims.getSubject() == null ? "" : claims.getSubject();
        if (RESERVED_SUBJECTS.contains(subject)) {
            throw new Refused(Reason.UNAUTHENTICATED, "The subject of the token is reserved");
        }
        checkTopic(subject);
        var rights = RIGHTS.stream()
                .filter(name -> claims.getClaim(name) != null)
                .findFirst()
                .map(name -> strings(name, claims.getClaim(name)))
                .orElse(List.of());
        var expiry = claims.getExpirationTime();
        return new Claims(subject, rights, expiry == null ? null : expiry.toInstant());
    }

    /** Every subject has a private topic, so it has to make one. */
    private static void checkTopic(String subject) {
        try {
            Topic.of("priv/" + (subject.isEmpty() ? "-" : subject));
        } catch (Refused no) {
            throw new Refused(Reason.UNAUTHENTICATED, "The subject of the token makes no topic: " + no.detail());
        }
    }

    private static List<String> strings(String name, @Nullable Object value) {
        if (value instanceof String text) {
            return Arrays.stream(text.split(" ", -1))
                    .filter(right -> !right.isEmpty())
                    .toList();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new Refused(Reason.UNAUTHENTICATED, "The claim " + name + " of the token is not a list of strings");
    }
}
