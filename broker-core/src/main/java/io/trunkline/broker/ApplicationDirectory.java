package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** The applications there are, as a snapshot in memory that follows its source. */
public interface ApplicationDirectory {
    /** The application as it is now, or null; in memory and at once. */
    @Nullable
    ApplicationPolicy find(ApplicationId application);

    /** Every application that was added, changed or removed, after {@link #find} shows it; hot, never ends. */
    Flux<ApplicationId> changes();

    /**
     * False while this is what was known in an earlier process, and may be behind what that went by: nothing that is kept ends because of it. All applications are
     * told again when it has become true.
     */
    default boolean isCurrent() {
        return true;
    }
}
