package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The counts per topic of the open hour, growing until the hour is over, and which of them have grown in the open minute; for one thread at a time. */
final class TopicSheet {
    /** As many records as stay below 1 MiB with the longest names. */
    static final int PAGE = 1_000;

    private record Key(ApplicationId application, String topic) {}

    private final Map<Key, TopicCounted> counts = new HashMap<>();
    private final Map<ApplicationId, Integer> names = new HashMap<>();
    private final Map<Key, TopicCounted> grown = new LinkedHashMap<>();
    private Instant minute;

    TopicSheet(Instant minute) {
        this.minute = minute;
    }

    void enter(TopicCounted counted) {
        var named = new Key(counted.application(), counted.topic());
        if (counts.containsKey(named) || names.merge(counted.application(), 1, Integer::sum) <= TopicCounted.MOST) {
            add(named, counted);
        } else {
            var others = TopicCounted.OTHERS;
            add(
                    new Key(counted.application(), others),
                    new TopicCounted(counted.application(), others, counted.ops(), counted.bytes()));
        }
    }

    private void add(Key key, TopicCounted counted) {
        grown.put(key, counts.merge(key, counted, TopicCounted::plus));
    }

    /** What has grown in the minute, counted over the hour, cut into what can be sent at once. */
    List<UsageBatch> pages(String node) {
        var hour = minute.truncatedTo(ChronoUnit.HOURS);
        var records = grown.values().stream()
                .map(counted -> TopicRecord.of(hour, counted))
                .toList();
        return IntStream.iterate(0, from -> from < records.size(), from -> from + PAGE)
                .mapToObj(from -> records.subList(from, Math.min(from + PAGE, records.size())))
                .map(page -> new UsageBatch(node, List.of(), List.copyOf(page), List.of()))
                .toList();
    }

    /** Begins another minute, and with a new hour from nothing. */
    void turn(Instant next) {
        grown.clear();
        if (!next.truncatedTo(ChronoUnit.HOURS).equals(minute.truncatedTo(ChronoUnit.HOURS))) {
            counts.clear();
            names.clear();
        }
        minute = next;
    }
}
