package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** The topics' logs that the gateway knows of. Each is looked for in the database once, however many ask at the same time. */
final class Shelves {
    private final Map<Shelf.Key, Shelf> shelves = new ConcurrentHashMap<>();
    private final Map<Shelf.Key, Mono<Place>> looking = new ConcurrentHashMap<>();
    private final Function<Shelf.Key, Mono<Place>> catalogue;
    private final int most;

    /**
     * None yet.
     *
     * @param catalogue finds where a topic's log is
     * @param most more than these are kept only while something of them waits or is in memory
     */
    Shelves(Function<Shelf.Key, Mono<Place>> catalogue, int most) {
        this.catalogue = catalogue;
        this.most = most;
    }

    /** For readers: who has something to write holds it. */
    Shelf of(Shelf.Key key) {
        return shelves.computeIfAbsent(key, Shelf::new);
    }

    /** For something that waits to be written; let go afterwards. */
    Shelf hold(Shelf.Key key) {
        return Objects.requireNonNull(
                shelves.compute(key, (any, there) -> (there == null ? new Shelf(key) : there).hold()));
    }

    /** To be called now and then. */
    void trim() {
        var over = shelves.size() - most;
        var all = shelves.keySet().iterator();
        while (over > 0 && all.hasNext()) {
            over -= dropIfBare(all.next()) ? 1 : 0;
        }
    }

    private boolean dropIfBare(Shelf.Key key) {
        return shelves.computeIfPresent(key, (any, there) -> there.isBare() ? null : there) == null;
    }

    /** The shelf, once it is known where it is. */
    Mono<Shelf> known(Shelf.Key key) {
        var shelf = of(key);
        return shelf.place() == null ? look(shelf).thenReturn(shelf) : Mono.just(shelf);
    }

    private Mono<Place> look(Shelf shelf) {
        return looking.computeIfAbsent(shelf.key(), key -> {
            var losses = shelf.losses();
            return catalogue
                    .apply(key)
                    .map(place -> shelf.found(place, losses))
                    .doOnTerminate(() -> looking.remove(key))
                    .cache();
        });
    }

    /** Looks what has been dropped of it, and gives nothing. */
    <T> Mono<T> again(Shelf shelf) {
        return look(shelf).then(Mono.empty());
    }

    void each(Predicate<ApplicationId> of, Consumer<Shelf> task) {
        shelves.values().stream()
                .filter(shelf -> of.test(shelf.key().application()))
                .forEach(task);
    }

    /** They are over: who still holds one has to look again, and so it stays the only one of its topic. */
    void forget(ApplicationId application) {
        each(application::equals, shelf -> {
            shelf.lose();
            dropIfBare(shelf.key());
        });
    }
}
