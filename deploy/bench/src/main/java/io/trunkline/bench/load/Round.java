package io.trunkline.bench.load;

import io.trunkline.bench.measure.Histogram;
import io.trunkline.bench.measure.ProcessorTime;
import io.trunkline.bench.measure.ResidentMemory;
import io.trunkline.bench.wire.Line;
import io.trunkline.bench.wire.LoadLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** One round: opens the lines of a load on a topic of its own, warms up, measures, drains and closes them. */
public final class Round {
    private static final Duration SWEEP = Duration.ofMillis(250);

    /** How late a publication may be that has its time. */
    private static final Duration TICK = Duration.ofNanos(500_000);

    private final LoadLoop loop;
    private final Load load;
    private final Target target;
    private final Timing timing;
    private final Publications publications;
    private final List<Line> lines = new ArrayList<>();

    private Round(LoadLoop loop, Load load, Target target, Timing timing) {
        this.loop = loop;
        this.load = load;
        this.target = target;
        this.timing = timing;
        this.publications = new Publications(load, timing.patience());
    }

    /** Runs {@code load} on {@code target}; throws when a line cannot be opened or breaks. */
    public static Outcome run(LoadLoop loop, Load load, Target target, Timing timing) throws Exception {
        var round = new Round(loop, load, target, timing);
        try {
            return round.measured();
        } finally {
            round.lines.forEach(Line::end);
        }
    }

    private Outcome measured() throws Exception {
        String topic = Topics.next();
        open(load.listeners(), i -> target.wire().listener(i, load.topic(topic, i), publications));
        List<Line> publishers = open(
                load.publishers(),
                i -> target.wire().publisher(i, load.topic(topic, i), load.payloadSize(), publications));
        onLoop(() -> start(publishers));
        var sweeps = loop.loop()
                .scheduleAtFixedRate(
                        () -> publications.sweep(System.nanoTime()),
                        SWEEP.toMillis(),
                        SWEEP.toMillis(),
                        TimeUnit.MILLISECONDS);
        var ticks = load.rate() == 0
                ? sweeps
                : loop.loop().scheduleAtFixedRate(publications::goOn, 0, TICK.toNanos(), TimeUnit.NANOSECONDS);
        try {
            pause(timing.warmUp());
            Mark before = mark(true);
            pause(timing.measured());
            Mark after = mark(false);
            return outcome(before, after, drained());
        } finally {
            sweeps.cancel(false);
            ticks.cancel(false);
        }
    }

    private List<Line> open(int count, IntFunction<Line> line) throws Exception {
        List<Line> opened = IntStream.range(0, count).mapToObj(line).toList();
        lines.addAll(opened);
        loop.open(target.port(), opened);
        return opened;
    }

    private boolean start(List<Line> publishers) {
        publications.start(publishers);
        return true;
    }

    private Mark mark(boolean afresh) throws Exception {
        Duration processor = ProcessorTime.ofTree(target.pid());
        return onLoop(() -> {
            Histogram latencies = publications.latencies();
            if (afresh) {
                latencies.clear();
            }
            return new Mark(
                    System.nanoTime(),
                    latencies.total(),
                    new Spent(processor, loop.busy()),
                    Duration.ofNanos(latencies.quantile(0.5)),
                    Duration.ofNanos(latencies.quantile(0.99)));
        });
    }

    /** Lets what is in flight come in; what then is missing is lost. */
    private Tally drained() throws Exception {
        stopPublishing();
        long giveUp = System.nanoTime() + timing.patience().toNanos();
        while (!onLoop(publications::idle) && System.nanoTime() < giveUp) {
            pause(Duration.ofMillis(20));
        }
        return onLoop(() -> {
            publications.sweep(System.nanoTime() + timing.patience().toNanos());
            return publications.tally();
        });
    }

    private void stopPublishing() throws Exception {
        String failure = onLoop(() -> {
            publications.stop();
            return String.valueOf(publications.failure());
        });
        if (!"null".equals(failure)) {
            throw new IllegalStateException("a line broke under load: " + failure);
        }
    }

    private Outcome outcome(Mark before, Mark after, Tally tally) throws Exception {
        return new Outcome(
                after.deliveries(),
                Duration.ofNanos(after.nanos() - before.nanos()),
                after.p50(),
                after.p99(),
                after.spent().minus(before.spent()),
                ResidentMemory.kibOfTree(target.pid()),
                tally);
    }

    private void pause(Duration time) throws Exception {
        loop.loop().schedule(() -> {}, time.toNanos(), TimeUnit.NANOSECONDS).get();
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return loop.loop().submit(task).get();
    }
}
