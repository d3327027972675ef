package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The applications there are, as a snapshot in memory that follows its source. */
public interface ApplicationDirectory {
    /** The application as it is now, or null; in memory and at once. */
    @Nullable
    ApplicationPolicy find(ApplicationId application);

    /** Every application that was added, changed or removed, after {@link #find} shows it; hot, never ends. */
    Flux<ApplicationId> changes();

    /** Completes once anything is known; before, an application that is not found may be there. */
    default Mono<Void> known() {
        return Mono.empty();
    }

    /**
     * False while this is what was known in an earlier process, and may be behind what that went by: nothing that is kept ends because of it. All applications are
     * told again when it has become true.
     */
    default boolean isCurrent() {
        return true;
    }
}
