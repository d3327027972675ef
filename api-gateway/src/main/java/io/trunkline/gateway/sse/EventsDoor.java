package io.trunkline.gateway.sse;

import io.trunkline.broker.Broker;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.topic.Topic;
import io.trunkline.channel.LoopDeliveries;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Applications;
import org.jspecify.annotations.Nullable;

/** What every stream of this door needs of the platform. */
record EventsDoor(
        Broker broker,
        Applications applications,
        LoopDeliveries loops,
        LocalBroker.Ports ports,
        EventsProperties settings) {

    BrokerListener listener() {
        return ports.listener();
    }

    /** Whether the topic has a history now. */
    boolean remembers(Principal client, Topic topic) {
        var policy = ports.directory().find(client.application());
        return policy != null && policy.topics().of(topic).keepsHistory();
    }

    /** As it is now; null if there is none any more. */
    @Nullable
    Application application(Principal client) {
        return applications.application(client.application());
    }
}
