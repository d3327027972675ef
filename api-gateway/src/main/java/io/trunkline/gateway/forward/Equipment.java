package io.trunkline.gateway.forward;

import io.trunkline.broker.Broker;
import io.trunkline.broker.Surroundings;

/**
 * What every forwarder needs of the platform.
 *
 * @param threads where all their work is done, so that none of it is on an event loop
 */
record Equipment(
        Broker broker,
        Surroundings surroundings,
        Targets targets,
        ForwardMeter meter,
        ForwardProperties settings,
        ForwardThreads threads) {

    Pauses pauses() {
        return new Pauses(settings.firstPause(), settings.longestPause(), surroundings.random());
    }
}
