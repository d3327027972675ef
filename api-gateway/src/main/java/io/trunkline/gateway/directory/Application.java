package io.trunkline.gateway.directory;

import io.trunkline.broker.ApplicationPolicy;
import io.trunkline.broker.Inbound;
import io.trunkline.broker.access.ApplicationId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway knows of an application: the part of the admin-service's record that decides about connections and messages.
 *
 * @param appId its id
 * @param enabled whether it is served at all
 * @param version rises with every change of the record
 * @param authKey verifies the tokens of clients
 * @param adminKey verifies the tokens of its owner's backends
 * @param adminSourceAddress from where {@code adminKey} is accepted
 * @param clientSourceAddress from where {@code authKey} is accepted
 * @param enableWebSocketInboundTopic whether clients' inbound messages and presence go to {@code secure/inbound}
 * @param clientInboundAckEnabled whether clients' messages are acknowledged
 * @param compressAsText whether compressed publications go out as text frames, for clients that hear no others
 * @param closeAtTokenExpiry whether a connection ends when its token does
 * @param presenceGraceSeconds how long one who left may take to come back before it is said
 * @param idempotencyWindowSeconds how long a message that comes with a key of its publisher's is known again
 * @param forwarders where inbound messages and presence go outside the platform, enabled or not
 * @param topics what its topics keep, by pattern
 */
public record Application(
        String appId,
        boolean enabled,
        long version,
        KeySettings authKey,
        KeySettings adminKey,
        AddressList adminSourceAddress,
        AddressList clientSourceAddress,
        boolean enableWebSocketInboundTopic,
        boolean clientInboundAckEnabled,
        boolean compressAsText,
        boolean closeAtTokenExpiry,
        int presenceGraceSeconds,
        int idempotencyWindowSeconds,
        ApplicationLimits limits,
        List<Forwarder> forwarders,
        List<TopicSetting> topics) {

    /** Of a record that an older admin-service has served. */
    private static final int DEFAULT_WINDOW_SECONDS = 120;

    public Application {
        required("appId", appId);
        required("authKey", authKey);
        required("adminKey", adminKey);
        adminSourceAddress = orElse(adminSourceAddress, AddressList.of(null));
        clientSourceAddress = orElse(clientSourceAddress, AddressList.of(null));
        limits = orElse(limits, ApplicationLimits.DEFAULT);
        forwarders = List.copyOf(orElse(forwarders, List.of()));
        topics = List.copyOf(orElse(topics, List.of()));
        idempotencyWindowSeconds = idempotencyWindowSeconds == 0 ? DEFAULT_WINDOW_SECONDS : idempotencyWindowSeconds;
        if (presenceGraceSeconds < 0 || idempotencyWindowSeconds < 0) {
            throw new IllegalArgumentException("a time in seconds is negative");
        }
    }

    private static void required(String field, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    public ApplicationId id() {
        return new ApplicationId(appId);
    }

    /** The largest payload it may send, on any door. */
    public int maxPayloadBytes() {
        return limits.limits().maxPayloadBytes();
    }

    /** Whether anyone hears its clients' inbound messages and their coming and going. */
    public boolean takesInbound() {
        return enableWebSocketInboundTopic || forwarders.stream().anyMatch(Forwarder::enabled);
    }

    /** What the core has to know of it. */
    ApplicationPolicy policy() {
        var grace = Duration.ofSeconds(presenceGraceSeconds);
        return new ApplicationPolicy(id(), enabled, version, limits.limits())
                .withTopics(TopicSetting.rules(topics))
                .withIdempotencyWindow(Duration.ofSeconds(idempotencyWindowSeconds))
                .withInbound(new Inbound(takesInbound(), enableWebSocketInboundTopic, grace));
    }
}
