package io.trunkline.bench.scenario;

import io.trunkline.bench.measure.JvmMemory;
import io.trunkline.bench.report.Finding;
import io.trunkline.bench.report.Progress;
import io.trunkline.bench.report.Report;
import io.trunkline.bench.wire.Line;
import io.trunkline.bench.wire.LineEvents;
import io.trunkline.bench.wire.LoadLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** What a line that only stays open costs the server's JVM. */
public final class IdleMemory {
    private static final int WARM_UP = 2_000;
    private static final int SETTLE_SECONDS = 3;

    private final LoadLoop loop;
    private final int connections;
    private final Progress progress;

    /**
     * The lines that stay open.
     *
     * @param name of one
     * @param wantedKib the most that one may cost
     * @param made makes one of them, by its number
     */
    public record Lines(String name, double wantedKib, int port, BiFunction<Integer, LineEvents, Line> made) {}

    /** Opens {@code connections} lines. */
    public IdleMemory(LoadLoop loop, int connections, Progress progress) {
        this.loop = loop;
        this.connections = connections;
        this.progress = progress;
    }

    /** Measures the JVM {@code pid} that serves them. */
    public void run(Lines kind, long pid, Report report) throws Exception {
        opened(kind, WARM_UP).forEach(Line::end);
        settle();
        JvmMemory before = JvmMemory.afterCollection(pid);
        List<Line> lines = opened(kind, connections);
        settle();
        JvmMemory after = JvmMemory.afterCollection(pid);
        lines.forEach(Line::end);
        settle();
        double each = (double) after.growthSince(before) / connections;
        progress.say("idle %ss: %,d open, %.2f KiB each; %s -> %s", kind.name(), connections, each, before, after);
        report.add(Finding.atMost("memory of an idle " + kind.name(), each, kind.wantedKib(), " KiB"));
        report.note(("Idle: %,d %ss grew the live heap (after a full collection) by %,d KiB and what is resident"
                        + " outside the heap by %,d KiB; the whole resident memory went from %,d to %,d KiB.")
                .formatted(
                        connections,
                        kind.name(),
                        after.liveHeapKib() - before.liveHeapKib(),
                        after.outsideHeapKib() - before.outsideHeapKib(),
                        before.residentKib(),
                        after.residentKib()));
    }

    private List<Line> opened(Lines kind, int count) throws Exception {
        var watch = new Watch();
        List<Line> lines = IntStream.range(0, count)
                .mapToObj(i -> kind.made().apply(i, watch))
                .toList();
        loop.open(kind.port(), lines);
        settle();
        if (watch.failure.get() != null) {
            throw new IllegalStateException("an idle " + kind.name() + " ended: " + watch.failure.get());
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
