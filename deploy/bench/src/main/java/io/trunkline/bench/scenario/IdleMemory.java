package io.trunkline.bench.scenario;

import io.trunkline.bench.measure.JvmMemory;
import io.trunkline.bench.report.Finding;
import io.trunkline.bench.report.Progress;
import io.trunkline.bench.report.Report;
import io.trunkline.bench.server.Standalone;
import io.trunkline.bench.wire.Line;
import io.trunkline.bench.wire.LineEvents;
import io.trunkline.bench.wire.LoadLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** What a WebSocket that only stays open costs the server's JVM. */
public final class IdleMemory {
    private static final double WANTED_KIB = 10;
    private static final int WARM_UP = 2_000;
    private static final int SETTLE_SECONDS = 3;

    private final LoadLoop loop;
    private final int connections;
    private final Progress progress;

    /** Opens {@code connections} WebSockets. */
    public IdleMemory(LoadLoop loop, int connections, Progress progress) {
        this.loop = loop;
        this.connections = connections;
        this.progress = progress;
    }

    /** Measures {@code ours}. */
    public void run(Standalone ours, Report report) throws Exception {
        opened(ours, WARM_UP).forEach(Line::end);
        settle();
        JvmMemory before = JvmMemory.afterCollection(ours.pid());
        List<Line> lines = opened(ours, connections);
        settle();
        JvmMemory after = JvmMemory.afterCollection(ours.pid());
        lines.forEach(Line::end);
        double each = (double) after.growthSince(before) / connections;
        progress.say("idle WebSockets: %,d open, %.2f KiB each; %s -> %s", connections, each, before, after);
        report.add(Finding.atMost("memory of an idle WebSocket", each, WANTED_KIB, " KiB"));
        report.note(("Idle: %,d WebSockets grew the live heap (after a full collection) by %,d KiB and what is resident"
                        + " outside the heap by %,d KiB; the whole resident memory went from %,d to %,d KiB.")
                .formatted(
                        connections,
                        after.liveHeapKib() - before.liveHeapKib(),
                        after.outsideHeapKib() - before.outsideHeapKib(),
                        before.residentKib(),
                        after.residentKib()));
    }

    private List<Line> opened(Standalone ours, int count) throws Exception {
        var watch = new Watch();
        var wire = ours.webSocketWire();
        List<Line> lines =
                IntStream.range(0, count).mapToObj(i -> wire.idle(i, watch)).toList();
        loop.open(ours.port(), lines);
        settle();
        if (watch.failure.get() != null) {
            throw new IllegalStateException("an idle WebSocket ended: " + watch.failure.get());
        }
        return lines;
    }

    private void settle() throws Exception {
        loop.loop().schedule(() -> {}, SETTLE_SECONDS, TimeUnit.SECONDS).get();
    }

    private static final class Watch implements LineEvents {
        private final AtomicReference<String> failure = new AtomicReference<>();

        @Override
        public void delivered(int receiver, long stamp, int size, long nanos) {
            failure.compareAndSet(null, "something was delivered");
        }

        @Override
        public void acknowledged(int sender, int packetId) {
            failure.compareAndSet(null, "something was acknowledged");
        }

        @Override
        public void settled() {
            // pongs are flushed by the line
        }

        @Override
        public void broken(String why) {
            failure.compareAndSet(null, why);
        }
    }
}
