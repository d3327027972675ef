package io.trunkline.broker;

import io.trunkline.broker.cursor.CursorId;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** What cursors bring to one connection: a feed for each of its subscriptions that has one. */
final class Feeds {
    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Map<Key, Feed> feeds = new HashMap<>(0);
    private final LineConnection line;
    private final Feeding feeding;
    private boolean over;

    private record Key(TopicFilter filter, @Nullable String group) {
        static Key of(Subscription subscription) {
            return new Key(subscription.filter(), subscription.options().group());
        }
    }

    Feeds(LineConnection line, Feeding feeding) {
        this.line = line;
        this.feeding = feeding;
    }

    /** Before a subscription is in force: what its topics' logs have comes by a cursor or not at all, if there is to be one. */
    void prepare(Subscription subscription) {
        if (cursorOf(subscription) != null) {
            subscription.feed(true);
        }
    }

    private @Nullable CursorId cursorOf(Subscription subscription) {
        return feeding.cursorOf(line.principal().application(), subscription);
    }

    /** A subscription is in force: it goes on with the feed that it had, or begins with one if it is to have one. */
    void begin(Subscription subscription, Since start) {
        var id = subscription.isFed() ? cursorOf(subscription) : null;
        synchronized (this) {
            var there = feeds.get(Key.of(subscription));
            if (there != null && there.id().equals(id)) {
                there.renew(subscription);
                return;
            }
            if (there != null) {
                there.end(true);
            }
            if (id == null || over) {
                return;
            }
        }
        begin(id, subscription, start);
    }

    private void begin(CursorId id, Subscription subscription, Since start) {
        var made = new Feed(id, subscription, line, feeding, start);
        synchronized (this) {
            feeds.put(Key.of(subscription), made);
        }
        if (line.subscription(subscription.filter(), subscription.options().group()) != subscription) {
            end(subscription);
            return;
        }
        feeding.run(made.opening().onErrorResume(fault -> again(made, subscription, start, fault)));
    }

    /** A door that waits for it hears of it; what is to go on by itself is tried again, or goes on without. */
    private Mono<Void> again(Feed failed, Subscription subscription, Since start, Throwable fault) {
        LOG.warn("cursor not opened connection={} cause={}", line.id(), fault.toString());
        if (!(fault instanceof Refused no) || no.reason() != Reason.UNAVAILABLE) {
            subscription.feed(false);
            return Mono.empty();
        }
        return feeding.pause(PAUSE).then(Mono.fromRunnable(() -> {
            if (isCurrent(failed, subscription)) {
                begin(failed.id(), subscription, start);
            }
        }));
    }

    private synchronized boolean isCurrent(Feed feed, Subscription subscription) {
        return feeds.get(Key.of(subscription)) == feed;
    }

    /** Completes when nothing that is published from now on is missed by a subscription; fails with Refused when there is no cursor to be had. */
    synchronized Mono<Void> opening(Subscription subscription) {
        var feed = feeds.get(Key.of(subscription));
        return feed == null ? Mono.empty() : feed.opening();
    }

    synchronized boolean waits(Topic topic, Position at) {
        return feeds.values().stream().anyMatch(feed -> feed.waits(topic, at));
    }

    /** Nobody is there to take anything. */
    void away() {
        List<Feed> all;
        synchronized (this) {
            all = List.copyOf(feeds.values());
        }
        all.forEach(Feed::away);
    }

    /** The application's topics may have begun to remember. What is published at that moment may be missed by who subscribed before. */
    void review(List<Subscription> held) {
        for (var subscription : held) {
            if (!subscription.isFed() && cursorOf(subscription) != null) {
                subscription.feed(true);
                begin(subscription, Since.LATEST);
            }
        }
    }

    /** A subscription has ended, and with it a cursor that was its own. */
    synchronized void end(Subscription subscription) {
        var feed = feeds.remove(Key.of(subscription));
        if (feed != null) {
            feed.end(true);
        }
    }

    /** The connection has ended. Those of a process that ends go on in the next. */
    void end(Reason reason) {
        List<Feed> all;
        synchronized (this) {
            over = true;
            all = List.copyOf(feeds.values());
            feeds.clear();
        }
        all.forEach(feed -> feed.end(reason != Reason.SHUTDOWN));
    }
}
