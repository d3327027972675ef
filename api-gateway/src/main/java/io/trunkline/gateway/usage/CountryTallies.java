package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.observe.Country;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The connections of one application by country, of which there are not many: any thread adds, one thread takes. */
final class CountryTallies {
    private final ApplicationId application;
    private final ConcurrentHashMap<Country, AtomicLong> connections = new ConcurrentHashMap<>();

    CountryTallies(ApplicationId application) {
        this.application = application;
    }

    void add(Country country) {
        connections.computeIfAbsent(country, first -> new AtomicLong()).incrementAndGet();
    }

    /** What was added since the last time. */
    void take(Consumer<CountryCounted> heard) {
        connections.forEach((country, count) -> {
            var added = count.getAndSet(0);
            if (added != 0) {
                heard.accept(new CountryCounted(application, country, added));
            }
        });
    }
}
