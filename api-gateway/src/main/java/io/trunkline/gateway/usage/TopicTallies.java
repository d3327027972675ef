package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The topics of one application that are counted by name, about {@value TopicCounted#MOST} at most, and all others together. Who comes first has the
 * places, which are those published to most; a name that falls silent gives its place back.
 */
final class TopicTallies {
    /** Longer names are not worth a place. */
    static final int LONGEST = 200;

    static final int IDLE_TAKES = 12;

    private final ApplicationId application;
    private final ConcurrentHashMap<String, TopicTally> named = new ConcurrentHashMap<>();
    private final TopicTally others = new TopicTally(TopicCounted.OTHERS);

    TopicTallies(ApplicationId application) {
        this.application = application;
    }

    void add(String topic, int payloadBytes) {
        var tally = named.get(topic);
        if (tally == null) {
            tally = newcomer(topic);
        }
        tally.add(payloadBytes);
    }

    private TopicTally newcomer(String topic) {
        return topic.length() > LONGEST || named.size() >= TopicCounted.MOST
                ? others
                : named.computeIfAbsent(topic, TopicTally::new);
    }

    /** What was added since the last time; for one thread at a time. */
    void take(Consumer<TopicCounted> heard) {
        for (var tally : named.values()) {
            take(tally, heard);
            if (tally.idleTakes() >= IDLE_TAKES) {
                named.remove(tally.topic(), tally);
                take(tally, heard); // what came while it went
            }
        }
        take(others, heard);
    }

    private void take(TopicTally tally, Consumer<TopicCounted> heard) {
        var counted = tally.take(application);
        if (counted.ops() != 0) {
            heard.accept(counted);
        }
    }
}
