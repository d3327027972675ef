package io.trunkline.gateway.realtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trunkline.broker.Connection;
import io.trunkline.broker.routing.LineState;
import io.trunkline.broker.routing.Subscription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection as backends see it, on whatever door it came in.
 *
 * @param kind {@code websocket}, {@code events} or {@code mqtt}
 * @param remoteAddress null for a session that nobody has at the moment
 * @param waitingBytes what waits to be written; may be an estimate
 * @param session of MQTT only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OpenConnection(
        String connectionId,
        String kind,
        String subject,
        Instant since,
        @Nullable String remoteAddress,
        int subscriptions,
        long waitingBytes,
        LineState.@Nullable Session session) {

    static OpenConnection of(Connection connection) {
        var state = connection.state();
        return new OpenConnection(
                connection.id(),
                connection.kind().text(),
                connection.principal().subject(),
                connection.since(),
                state.address(),
                connection.subscriptions().size(),
                connection.waitingBytes(),
                state.session());
    }

    /** One of them with what it is subscribed to. */
    record Detailed(OpenConnection connection, List<Filter> subscriptions) {

        static Detailed of(Connection connection) {
            var filters = connection.subscriptions().stream().map(Filter::of).toList();
            return new Detailed(OpenConnection.of(connection), filters);
        }
    }

    /** @param group the share name of an MQTT subscription that has one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Filter(String filter, int qos, @Nullable String group) {

        private static Filter of(Subscription subscription) {
            var options = subscription.options();
            return new Filter(subscription.filter().text(), options.qos(), options.group());
        }
    }
}
