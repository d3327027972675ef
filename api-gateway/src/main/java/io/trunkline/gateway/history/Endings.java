package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What the topics of one writer's applications remember, and which of their logs are over since that has changed. That is brought to the database before anything
 * else is written or read there, however long the database is away.
 */
final class Endings {
    /** Of more changes that wait together nothing is told apart. */
    private static final int MOST = 64;

    private final Map<ApplicationId, TopicRules> rules = new ConcurrentHashMap<>();
    private final Map<ApplicationId, Owed> owed = new ConcurrentHashMap<>();
    /** Those whose topics on which nothing was published began anew in this process. */
    private final Set<ApplicationId> renewed = new HashSet<>();

    private final Duration patience;

    /**
     * What was changed and is not in the database yet.
     *
     * @param changes a log goes on of a topic that has a history by all of them
     * @param always whether topics on which nothing was published begin anew too; else only if a log is over
     */
    record Owed(List<TopicRules> changes, boolean always, Sinks.Empty<Void> settled) {
        static Owed of(TopicRules change, boolean always) {
            return new Owed(List.of(change), always, Sinks.empty());
        }

        Owed and(TopicRules change) {
            var all = changes.size() < MOST
                    ? Stream.concat(changes.stream(), Stream.of(change)).toList()
                    : List.of(TopicRules.NONE);
            return new Owed(all, true, settled);
        }

        boolean isOver(Topic topic) {
            return changes.stream().anyMatch(change -> !change.of(topic).keepsHistory());
        }
    }

    /** @param patience how long readers wait */
    Endings(Duration patience) {
        this.patience = patience;
    }

    /**
     * Takes hold at once; completes when the database has it.
     *
     * @param begin to bring it there, unless somebody is about to
     */
    synchronized Mono<Void> keepBy(ApplicationId application, TopicRules now, Consumer<Owed> begin) {
        var before = rules.get(application);
        var there = owed.get(application);
        if (before == null || endsAnything(application, before, now)) {
            owed.put(application, there == null ? Owed.of(now, before != null) : there.and(now));
        }
        rules.put(application, now);
        var next = owed.get(application);
        if (next != null && there == null) {
            begin.accept(next);
        }
        return next == null ? Mono.empty() : next.settled().asMono();
    }

    /**
     * Whether there may be topics that have a history no more. And those that get one now may have had one in an earlier process, and nothing was published there:
     * nobody can ask the database about such, so by the first change all of them begin anew.
     */
    private boolean endsAnything(ApplicationId application, TopicRules before, TopicRules now) {
        var isWider = now.keepAllOf(before);
        return !(isWider && before.keepAllOf(now)) && (renewed.add(application) || !isWider);
    }

    synchronized void forget(ApplicationId application) {
        rules.remove(application);
        renewed.remove(application);
        tell(owed.remove(application));
    }

    private static void tell(@Nullable Owed done) {
        if (done != null) {
            done.settled().tryEmitEmpty();
        }
    }

    /** Whether the topic has a history, as far as is known. */
    boolean isKept(Shelf.Key key) {
        var by = rules.get(key.application());
        return by == null || by.of(key.topic()).keepsHistory();
    }

    /** Completes when all that the application's topics are now is in the database. */
    Mono<Void> settled(ApplicationId application) {
        var waiting = owed.get(application);
        return waiting == null
                ? Mono.empty()
                : waiting.settled().asMono().timeout(patience).onErrorMap(Faults::forReader);
    }

    boolean isSettled() {
        return owed.isEmpty();
    }

    /** Whether anything of an application is not in the database yet. */
    boolean isOwed(ApplicationId application) {
        return owed.containsKey(application);
    }

    /** What this has become by now, with what came after it; null when it is in the database, or forgotten. */
    @Nullable
    Owed now(ApplicationId application, Owed first) {
        var there = owed.get(application);
        return there != null && there.settled() == first.settled() ? there : null;
    }

    /** It is in the database; unless there is more of it by now: then all of it is done again. */
    void done(ApplicationId application, Owed one) {
        if (remove(application, one)) {
            tell(one);
        }
    }

    private synchronized boolean remove(ApplicationId application, Owed one) {
        return owed.remove(application, one);
    }
}
