package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** The topics' logs that the gateway knows of. Each is looked for in the database once, however many ask at the same time. */
final class Shelves {
    /** More than these are kept only while something of them waits or is in memory. */
    private static final int MOST = 100_000;

    private final Map<Shelf.Key, Shelf> shelves = new ConcurrentHashMap<>();
    private final Map<Shelf.Key, Mono<Place>> looking = new ConcurrentHashMap<>();
    private final Catalogue catalogue;

    Shelves(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

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
        var over = shelves.size() - MOST;
        var all = shelves.keySet().iterator();
        while (over > 0 && all.hasNext()) {
            var gone = shelves.computeIfPresent(all.next(), (any, there) -> there.isBare() ? null : there) == null;
            over -= gone ? 1 : 0;
        }
    }

    /** The shelf, once it is known where it is. */
    Mono<Shelf> known(Shelf.Key key) {
        var shelf = of(key);
        return shelf.place() == null ? look(shelf).thenReturn(shelf) : Mono.just(shelf);
    }

    private Mono<Place> look(Shelf shelf) {
        return looking.computeIfAbsent(
                shelf.key(),
                key -> catalogue
                        .find(key)
                        .map(shelf::found)
                        .doOnTerminate(() -> looking.remove(key))
                        .cache());
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

    /** They are over: who still holds one has to look again. */
    void forget(ApplicationId application) {
        each(application::equals, Shelf::lose);
        shelves.keySet().removeIf(key -> key.application().equals(application));
    }
}
