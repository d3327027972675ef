package io.trunkline.gateway.identity;

import io.trunkline.broker.Tenure;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.gateway.directory.Applications;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Lasts as long as the application lets anybody in from an address. */
record AddressTenure(Applications applications, ApplicationId application, Purpose purpose, InetAddress source)
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
        return purpose.addresses(now).admits(source) ? null : Reason.ADDRESS_DENIED;
    }
}
