package io.trunkline.broker.testkit;

import io.trunkline.broker.cluster.ClusterBus;
import io.trunkline.broker.message.Publication;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import reactor.core.Disposable;

/** A bus between nodes in one JVM: what one announces, the others have heard when the call returns. */
public final class MemoryBus {
    private final Map<String, List<Consumer<Publication>>> listeners = new ConcurrentHashMap<>();
    private final List<Publication> announced = new CopyOnWriteArrayList<>();

    /** Everything that any node announced. */
    public List<Publication> announced() {
        return List.copyOf(announced);
    }

    /** The bus as this node sees it. */
    public ClusterBus of(String node) {
        return new End(node, listeners.computeIfAbsent(node, id -> new CopyOnWriteArrayList<>()));
    }

    private final class End implements ClusterBus {
        private final String node;
        private final List<Consumer<Publication>> own;

        private End(String node, List<Consumer<Publication>> own) {
            this.node = node;
            this.own = own;
        }

        @Override
        public void announce(Publication publication) {
            announced.add(publication);
            listeners.forEach((other, heard) -> {
                if (!other.equals(node)) {
                    heard.forEach(listener -> listener.accept(publication));
                }
            });
        }

        @Override
        public Disposable heard(Consumer<Publication> listener) {
            own.add(listener);
            return () -> own.remove(listener);
        }
    }
}
