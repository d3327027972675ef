package io.trunkline.gateway.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.trunkline.mqtt.ListenerMeter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of MQTT, by listener; never by application, of which there is no end. */
final class ListenerMeters {
    private final MeterRegistry registry;
    private final Map<String, Meter> meters = new ConcurrentHashMap<>();

    ListenerMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The same for a listener that is opened again: the registry keeps the gauge it knows, and with it what that one counts. */
    ListenerMeter of(String listener) {
        return meters.computeIfAbsent(listener, name -> new Meter(registry, name));
    }

    private static final class Meter implements ListenerMeter {
        private final MeterRegistry registry;
        private final String listener;
        private final AtomicInteger open = new AtomicInteger();
        private final Counter accepted;
        private final Counter packetsIn;
        private final Counter packetsOut;
        private final Counter bytesIn;
        private final Counter bytesOut;

        Meter(MeterRegistry registry, String listener) {
            this.registry = registry;
            this.listener = listener;
            this.accepted = counter("trunkline.mqtt.accepted").register(registry);
            this.packetsIn = traffic("trunkline.mqtt.packets", "in");
            this.packetsOut = traffic("trunkline.mqtt.packets", "out");
            this.bytesIn = traffic("trunkline.mqtt.bytes", "in");
            this.bytesOut = traffic("trunkline.mqtt.bytes", "out");
            Gauge.builder("trunkline.mqtt.connections", open, AtomicInteger::get)
                    .tag("listener", listener)
                    .register(registry);
        }

        private Counter.Builder counter(String name) {
            return Counter.builder(name).tag("listener", listener);
        }

        private Counter traffic(String name, String direction) {
            return counter(name).tag("direction", direction).register(registry);
        }

        @Override
        public void accepted() {
            accepted.increment();
        }

        @Override
        public void opened() {
            open.incrementAndGet();
        }

        @Override
        public void closed() {
            open.decrementAndGet();
        }

        @Override
        public void refused(String reason) {
            counter("trunkline.mqtt.refused")
                    .tag("reason", reason)
                    .register(registry)
                    .increment();
        }

        @Override
        public void read(int bytes) {
            bytesIn.increment(bytes);
        }

        @Override
        public void packet() {
            packetsIn.increment();
        }

        @Override
        public void written(int packets, int bytes) {
            packetsOut.increment(packets);
            bytesOut.increment(bytes);
        }
    }
}
