package io.trunkline.gateway.forward;

import io.trunkline.broker.Broker;
import io.trunkline.broker.Surroundings;

/**
 * What every forwarder needs of the platform.
 *
 * @param threads where all their work is done, so that none of it is on an event loop
 * @param room for what waits in all of them together
 */
record Equipment(
        Broker broker,
        Surroundings surroundings,
        Targets targets,
        ForwardMeter meter,
        ForwardProperties settings,
        ForwardThreads threads,
        Room room) {

    ForwardOutbox.Place place() {
        return new ForwardOutbox.Place(surroundings.node(), room);
    }

    Pauses pauses() {
        return new Pauses(settings.firstPause(), settings.longestPause(), surroundings.random());
    }
}
