package io.trunkline.gateway.identity;

import io.trunkline.broker.Tenure;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.gateway.directory.KeySettings;
import org.jspecify.annotations.Nullable;

/**
 * Lasts as long as the application would let the same token in from the same address.
 *
 * @param settings what the token was verified by; any change of them ends the tenure
 * @param keys of all applications, as they are published now
 * @param key which of them it was; that it is published no more ends the tenure too
 */
record KeyTenure(AddressTenure place, KeySettings settings, VerificationKeys keys, VerificationKey key)
        implements Tenure {

    @Override
    public @Nullable Reason ended() {
        var now = place.applications().application(place.application());
        return now == null || !now.enabled() || holds(place.purpose().key(now))
                ? place.ended()
                : Reason.UNAUTHENTICATED;
    }

    private boolean holds(KeySettings now) {
        return now.equals(settings) && !keys.withdrew(settings, key);
    }
}
