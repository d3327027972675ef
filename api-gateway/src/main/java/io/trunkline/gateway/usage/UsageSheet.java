package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The counts of the open minute, all applications, growing until the minute is over; for one thread at a time. */
final class UsageSheet {
    /** As many records as stay below 1 MiB, which the telemetry-service takes at once. */
    static final int PAGE = 4_000;

    private final Map<ApplicationId, Counted> counts = new LinkedHashMap<>();
    private final TopicSheet topics;
    private final CountrySheet countries;
    private Instant minute;

    UsageSheet(Instant now) {
        minute = now.truncatedTo(ChronoUnit.MINUTES);
        topics = new TopicSheet(minute);
        countries = new CountrySheet(minute);
    }

    Instant minute() {
        return minute;
    }

    void enter(TopicCounted counted) {
        topics.enter(counted);
    }

    void enter(CountryCounted counted) {
        countries.enter(counted);
    }

    void enter(List<Counted> counted) {
        counted.forEach(more -> counts.merge(more.application(), more, Counted::plus));
    }

    /** All counts of the minute up to now, cut into what can be sent at once; an application keeps its page. */
    List<UsageBatch> pages(String node) {
        var records = new ArrayList<UsageRecord>();
        counts.values().forEach(counted -> records.add(UsageRecord.of(minute, counted)));
        var counted = IntStream.iterate(0, from -> from < records.size(), from -> from + PAGE)
                .mapToObj(from -> records.subList(from, Math.min(from + PAGE, records.size())))
                .map(page -> new UsageBatch(node, List.copyOf(page), List.of(), List.of()));
        var details = Stream.concat(topics.pages(node).stream(), countries.pages(node).stream());
        return Stream.concat(counted, details).toList();
    }

    /** Begins an empty minute when this one is over. A clock that goes back keeps the minute open: nothing is counted twice or lost. */
    void turn(Instant now) {
        var current = now.truncatedTo(ChronoUnit.MINUTES);
        if (current.isAfter(minute)) {
            minute = current;
            topics.turn(current);
            countries.turn(current);
            counts.clear();
        }
    }
}
