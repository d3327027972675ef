package io.trunkline.gateway.identity;

import io.trunkline.broker.Tenure;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.KeySettings;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Lasts as long as the application would let the same token in from the same address.
 *
 * @param settings what the token was verified by; any change of them ends the tenure
 * @param keys of all applications, as they are published now
 * @param key which of them it was; that it is published no more ends the tenure too
 */
record KeyTenure(
        Applications applications,
        ApplicationId application,
        Purpose purpose,
        InetAddress source,
        KeySettings settings,
        VerificationKeys keys,
        VerificationKey key)
        implements Tenure {

    @Override
    public @Nullable Reason ended() {
        var now = applications.application(application);
        if (now == null) {
            return Reason.UNKNOWN_APPLICATION;
        }
        if (!now.enabled()) {
            return Reason.APPLICATION_DISABLED;
        }
        if (!purpose.key(now).equals(settings) || keys.withdrew(settings, key)) {
            return Reason.UNAUTHENTICATED;
        }
        return purpose.addresses(now).admits(source) ? null : Reason.ADDRESS_DENIED;
    }
}
