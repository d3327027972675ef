package io.trunkline.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.observe.Overtaken;
import io.trunkline.broker.refusal.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The metrics of the core: what was published and delivered, and what was not, by reason; never by application, of which there is no end. */
final class BrokerMeters implements BrokerListener {
    private final LongAdder publications = new LongAdder();
    private final LongAdder deliveries = new LongAdder();
    private final Map<Reason, LongAdder> dropped;
    private final Map<Reason, LongAdder> refused;

    BrokerMeters(MeterRegistry registry) {
        count("trunkline.publications", publications).register(registry);
        count("trunkline.deliveries", deliveries).register(registry);
        dropped = byReason("trunkline.deliveries.dropped", registry);
        refused = byReason("trunkline.refused", registry);
    }

    private static Map<Reason, LongAdder> byReason(String name, MeterRegistry registry) {
        var sums = new EnumMap<Reason, LongAdder>(Reason.class);
        for (var reason : Reason.values()) {
            var sum = new LongAdder();
            sums.put(reason, sum);
            count(name, sum).tag("reason", reason.code()).register(registry);
        }
        return sums;
    }

    private static FunctionCounter.Builder<LongAdder> count(String name, LongAdder sum) {
        return FunctionCounter.builder(name, sum, LongAdder::sum);
    }

    @Override
    public void published(Publication publication, int taken) {
        publications.increment();
        deliveries.add(taken);
    }

    @Override
    public void dropped(Publication publication, String connectionId, Reason reason) {
        Objects.requireNonNull(dropped.get(reason)).increment();
    }

    @Override
    public void overtaken(Overtaken gap, Reason reason) {
        Objects.requireNonNull(dropped.get(reason)).add(gap.count());
    }

    @Override
    public void refused(ApplicationId application, Reason reason) {
        Objects.requireNonNull(refused.get(reason)).increment();
    }
}
