package io.trunkline.gateway.forward;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** Counts parcels by kind of forwarder and what became of them; never by application, of which there is no end. */
final class ForwardMeter {
    private static final String MESSAGES = "trunkline.forward.messages";
    private static final String NOT_ALLOWED = "trunkline.forward.address.not.allowed";
    private static final String WAITING = "trunkline.forward.waiting";

    private final MeterRegistry registry;
    private final Map<String, Counters> kinds = new ConcurrentHashMap<>();

    ForwardMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The counters of one kind. */
    record Counters(Counter delivered, Counter retried, Counter dead, Counter dropped, Counter notAllowed) {}

    Counters of(String kind) {
        return kinds.computeIfAbsent(
                kind,
                name -> new Counters(
                        counter(name, "delivered"),
                        counter(name, "retried"),
                        counter(name, "dead"),
                        counter(name, "dropped"),
                        Counter.builder(NOT_ALLOWED).tag("kind", name).register(registry)));
    }

    /** Shows how many bytes wait in all forwarders of a kind. */
    <T> void waiting(String kind, T forwarders, ToDoubleFunction<T> bytes) {
        Gauge.builder(WAITING, forwarders, bytes)
                .baseUnit("bytes")
                .tag("kind", kind)
                .register(registry);
    }

    private Counter counter(String kind, String outcome) {
        return Counter.builder(MESSAGES)
                .tag("kind", kind)
                .tag("outcome", outcome)
                .register(registry);
    }
}
