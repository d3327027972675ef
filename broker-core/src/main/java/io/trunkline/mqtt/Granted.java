package io.trunkline.mqtt;

import io.trunkline.broker.routing.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What became of one filter of a SUBSCRIBE.
 *
 * @param code for the SUBACK
 * @param subscription null when it was refused
 * @param wantsRetained whether the topics' last values are to follow
 */
record Granted(int code, @Nullable Subscription subscription, boolean wantsRetained) {
    static Granted refused(int code) {
        return new Granted(code, null, false);
    }

    /** Whether a cursor brings it what its topics' logs have. */
    boolean isFed() {
        return subscription != null && subscription.isFed();
    }
}
