package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.observe.Country;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The connections per country of the open day, growing until the day is over, and which of them have grown in the open minute; for one thread at a time. */
final class CountrySheet {
    /** As many records as stay below 1 MiB. */
    static final int PAGE = 4_000;

    private record Key(ApplicationId application, Country country) {}

    private final Map<Key, CountryCounted> counts = new HashMap<>();
    private final Map<Key, CountryCounted> grown = new LinkedHashMap<>();
    private Instant day;

    CountrySheet(Instant minute) {
        this.day = minute.truncatedTo(ChronoUnit.DAYS);
    }

    void enter(CountryCounted counted) {
        var key = new Key(counted.application(), counted.country());
        grown.put(key, counts.merge(key, counted, CountryCounted::plus));
    }

    /** What has grown in the minute, counted over the day, cut into what can be sent at once. */
    List<UsageBatch> pages(String node) {
        var records = grown.values().stream()
                .map(counted -> CountryRecord.of(day, counted))
                .toList();
        return IntStream.iterate(0, from -> from < records.size(), from -> from + PAGE)
                .mapToObj(from -> records.subList(from, Math.min(from + PAGE, records.size())))
                .map(page -> new UsageBatch(node, List.of(), List.of(), List.copyOf(page)))
                .toList();
    }

    /** Begins another minute, and with a new day from nothing. */
    void turn(Instant minute) {
        grown.clear();
        var next = minute.truncatedTo(ChronoUnit.DAYS);
        if (!next.equals(day)) {
            counts.clear();
            day = next;
        }
    }
}
