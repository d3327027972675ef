package io.trunkline.broker.cluster;

import io.trunkline.broker.message.Publication;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** The bus of a node that has no others: nobody to tell, nobody to hear. */
public final class LoneNode implements ClusterBus {
    @Override
    public void announce(Publication publication) {
        // nobody else is there
    }

    @Override
    public Disposable heard(Consumer<Publication> listener) {
        return Disposables.disposed();
    }
}
