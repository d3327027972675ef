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
 * @param key what the token was verified with; any change of it ends the tenure
 */
record KeyTenure(
        Applications applications, ApplicationId application, Purpose purpose, KeySettings key, InetAddress source)
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
        if (!purpose.key(now).equals(key)) {
            return Reason.UNAUTHENTICATED;
        }
        return purpose.addresses(now).admits(source) ? null : Reason.ADDRESS_DENIED;
    }
}
