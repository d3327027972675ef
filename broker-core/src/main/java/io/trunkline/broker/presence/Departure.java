package io.trunkline.broker.presence;

import io.trunkline.broker.access.Principal;
import java.util.function.Consumer;

/** One client's going, told once. */
final class Departure {
    private final Principal client;
    private final Consumer<Principal> tell;
    private volatile boolean told;

    Departure(Principal client, Consumer<Principal> tell) {
        this.client = client;
        this.tell = tell;
    }

    Principal client() {
        return client;
    }

    /** It is told when this returns, be it by another thread. */
    synchronized void tell() {
        if (!told) {
            told = true;
            tell.accept(client);
        }
    }

    /** It is told, or being told. */
    boolean isTold() {
        return told;
    }
}
