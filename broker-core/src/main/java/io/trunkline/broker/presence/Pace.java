package io.trunkline.broker.presence;

import io.trunkline.broker.access.ApplicationId;
import java.util.function.BooleanSupplier;

/** How fast many news of one application may be told: as fast as those who hear them make room. */
@FunctionalInterface
public interface Pace {
    /**
     * From now on calls this whenever all who hear the application's news have room for some more, until it answers false. Returns at once, and without having
     * called it.
     */
    void follow(ApplicationId application, BooleanSupplier some);
}
