package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A log in memory whose last values outlive it: they are written to the database behind it, the newest of each topic, and come back from there at the start. Those
 * of durable topics are in the database already.
 */
final class SavedValues implements TopicLog {
    private static final Logger LOG = LoggerFactory.getLogger(SavedValues.class);
    private static final int MOST = 250_000;
    private static final Retention LAST_ONLY = new Retention(0, Retention.USUAL, false, true);

    private final Set<Shelf.Key> unsaved = ConcurrentHashMap.newKeySet();
    private final TopicLog memory;
    private final Mono<Void> loaded;

    /** What has been published before all was loaded; guarded by itself, and gone from then on, or when that is too much to go on loading. */
    private volatile @Nullable Set<Shelf.Key> touched = new HashSet<>();

    /** @param loaded completes when there is no use in waiting any more for what was kept */
    SavedValues(TopicLog memory, Mono<Void> loaded) {
        this.memory = memory;
        this.loaded = loaded;
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        if (!retention.state()) {
            return memory.append(publication, retention);
        }
        var key = new Shelf.Key(publication.application(), publication.topic());
        return Mono.defer(() -> {
            touch(key);
            var kept = memory.append(publication, retention);
            return retention.durable() || isTooMuch(publication) ? kept : kept.doOnNext(done -> unsaved.add(key));
        });
    }

    /** Values are bounded by the memory they are in, but that there is none any more is to be said of any number of topics. */
    private boolean isTooMuch(Publication publication) {
        return publication.payload().size() == 0 && unsaved.size() >= MOST;
    }

    private void touch(Shelf.Key key) {
        var before = touched;
        if (before != null) {
            synchronized (before) {
                before.add(key);
                touched = before.size() < MOST ? touched : null;
            }
        }
    }

    /** A value as it was kept, unless there is a newer one. */
    void restore(Publication value) {
        var newer = touched;
        if (newer == null) {
            return;
        }
        synchronized (newer) {
            if (!newer.contains(new Shelf.Key(value.application(), value.topic()))) {
                memory.append(value, LAST_ONLY)
                        .subscribe(
                                kept -> {},
                                full -> LOG.warn(
                                        "event=last-value-left-out application={} cause={}",
                                        value.application(),
                                        full.getMessage()));
            }
        }
    }

    /** All has been restored. */
    void restored() {
        touched = null;
    }

    /** Some of these applications' topics whose last value, or that there is none any more, has to be written. */
    List<Shelf.Key> takeUnsaved(int most, Predicate<ApplicationId> of) {
        var taken = unsaved.stream()
                .filter(key -> of.test(key.application()))
                .limit(most)
                .toList();
        taken.forEach(unsaved::remove);
        return taken;
    }

    /** What the database has of it may be wrong. */
    void suspect(Shelf.Key topic) {
        unsaved.add(topic);
    }

    /** They could not be written. */
    void putBack(List<Shelf.Key> topics) {
        unsaved.addAll(topics);
    }

    /** The value of a topic, now. */
    Mono<Publication> value(Shelf.Key key) {
        return memory.last(key.application(), TopicFilter.exact(key.topic())).next();
    }

    @Override
    public Flux<Publication> last(ApplicationId application, TopicFilter filter) {
        return touched == null ? memory.last(application, filter) : loaded.thenMany(memory.last(application, filter));
    }

    @Override
    public Mono<Slice> read(Range range) {
        return memory.read(range);
    }

    @Override
    public Flux<Topic> topics(ApplicationId application, TopicFilter filter) {
        return memory.topics(application, filter);
    }

    @Override
    public Mono<Void> keepBy(ApplicationId application, TopicRules rules) {
        return memory.keepBy(application, rules);
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return memory.forget(application)
                .doOnSuccess(done -> unsaved.removeIf(key -> key.application().equals(application)));
    }
}
