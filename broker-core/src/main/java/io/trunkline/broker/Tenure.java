package io.trunkline.broker;

import io.trunkline.broker.refusal.Reason;
import org.jspecify.annotations.Nullable;

/** Whether a line may still be there, by what let it in; asked again whenever its application changes. */
@FunctionalInterface
public interface Tenure {
    /** One that ends with the application alone. */
    Tenure ALWAYS = () -> null;

    /** Why the line may no longer be there, or null; at once, without blocking. */
    @Nullable
    Reason ended();
}
