package io.trunkline.broker.cluster;

import io.trunkline.broker.message.Publication;
import java.util.function.Consumer;
import reactor.core.Disposable;

/** How nodes tell each other what was published. What is heard from the bus is never announced again. */
public interface ClusterBus {
    /** Tells the other nodes, in the order of calls from one thread; returns at once and drops rather than blocks. */
    void announce(Publication publication);

    /** Hands every publication of the other nodes to a listener until disposed; per origin and topic in the order announced. */
    Disposable heard(Consumer<Publication> listener);
}
