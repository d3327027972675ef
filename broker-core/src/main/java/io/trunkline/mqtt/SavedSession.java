package io.trunkline.mqtt;

import io.trunkline.broker.Connection;
import io.trunkline.broker.Tenure;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session as it is kept over the process's end.
 *
 * @param id unique over all applications
 * @param incarnation which of those that there have been under the id; 0 for those that were put down before there were any
 * @param expiry seconds that it outlives its connection
 * @param left when its client went; null while the client is there
 * @param will null when there is none, or when it has been published
 * @param received ids of QoS 2 publishes that were taken and are not released; none while the client is there, as they change with each packet
 * @param lastPacketId the id used last on a packet to the client
 */
public record SavedSession(
        String id,
        long incarnation,
        Owner owner,
        MqttProfile profile,
        long expiry,
        @Nullable Instant left,
        List<Subscribed> subscriptions,
        @Nullable Will will,
        Set<Integer> received,
        int lastPacketId) {
    private static final Logger LOG = LoggerFactory.getLogger(SavedSession.class);

    /** More than may be sent and not acknowledged while nothing of the session is put down. */
    private static final int PASSED = 0x1000;

    /**
     * Whose it is.
     *
     * @param subject as the login said it
     * @param claims what the login was allowed
     */
    public record Owner(ApplicationId application, String subject, List<String> claims) {
        public Owner {
            claims = List.copyOf(claims);
        }

        Principal principal() {
            return new Principal(application, subject, Permissions.of(claims));
        }
    }

    /** One of its subscriptions. */
    public record Subscribed(TopicFilter filter, SubscriptionOptions options) {
        static Subscribed of(Subscription subscription) {
            return new Subscribed(subscription.filter(), subscription.options());
        }

        /** Unless it is not allowed any more. */
        void by(Connection connection, SubscriptionOptions as) {
            try {
                connection.subscribe(filter, as);
            } catch (Refused no) {
                LOG.debug(
                        "event=mqtt-subscription-not-restored reason={}",
                        no.reason().code());
            }
        }
    }

    public SavedSession {
        subscriptions = List.copyOf(subscriptions);
        received = Set.copyOf(received);
    }

    /** As whom it has its connection until its client is back: what was allowed then is, as long as the application is there. */
    MqttLogin login() {
        return new MqttLogin(owner.principal(), Tenure.ALWAYS, profile, null);
    }

    /** One after which no packet is under way: a client takes the id of a QoS 2 packet that it knows for a repetition. */
    int freePacketId() {
        return left == null ? (lastPacketId + PASSED) & 0xffff : lastPacketId;
    }

    /** A session as it is now; on its loop, and while it has its connection. */
    static SavedSession of(MqttSession session) {
        var holder = session.holder();
        var claims = session.connection().principal().permissions().claims();
        return new SavedSession(
                session.id(),
                session.incarnation(),
                new Owner(session.application(), session.subject(), claims),
                session.profile(),
                session.expiry(),
                session.absence().since(),
                session.connection().subscriptions().stream()
                        .map(Subscribed::of)
                        .toList(),
                holder == null ? session.pendingWill() : holder.request().will(),
                holder == null ? session.exchanges().taken() : Set.of(),
                session.backlog().lastPacketId());
    }
}
