package io.trunkline.gateway.sse;

import io.trunkline.broker.Broker;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.channel.LoopDeliveries;
import io.trunkline.gateway.directory.ApplicationLimits;
import io.trunkline.gateway.directory.Applications;
import java.time.Instant;
import java.time.InstantSource;

/** What every stream of this door needs of the platform. */
record EventsDoor(
        Broker broker,
        Applications applications,
        LoopDeliveries loops,
        LocalBroker.Ports ports,
        InstantSource clock,
        EventsProperties settings) {

    BrokerListener listener() {
        return ports.listener();
    }

    /** @throws io.trunkline.broker.refusal.Refused UNKNOWN_APPLICATION, APPLICATION_DISABLED */
    ApplicationLimits limits(Principal client) {
        return applications.enabled(client.application()).limits();
    }

    /** Whether a line ends with its token, and the token has ended. */
    boolean isOver(Principal client, Instant expiry) {
        var application = applications.application(client.application());
        return application != null
                && application.closeAtTokenExpiry()
                && clock.instant().isAfter(expiry);
    }
}
