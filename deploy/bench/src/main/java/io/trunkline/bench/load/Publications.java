package io.trunkline.bench.load;

import io.trunkline.bench.measure.Histogram;
import io.trunkline.bench.measure.SequenceCheck;
import io.trunkline.bench.wire.Line;
import io.trunkline.bench.wire.LineEvents;
import io.trunkline.bench.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a window of publications in flight: one is done when every listener has it (and, where awaited, the server has
 * acknowledged it), and the next takes its place, at once or when its time has come. Lives on the load loop.
 */
final class Publications implements LineEvents {
    private final Load load;
    private final Duration patience;
    private Pace pace = Pace.NONE;
    private final List<Line> publishers = new ArrayList<>();
    private final List<InFlight> inFlight = new ArrayList<>();
    private final SequenceCheck[] checks;
    private final Histogram latencies = new Histogram();
    private long lost;
    private long duplicates;
    private long strays;
    private boolean running;
    private @Nullable String failure;

    /** @param patience how long a delivery may take before it is counted as lost */
    Publications(Load load, Duration patience) {
        this.load = load;
        this.patience = patience;
        this.checks = new SequenceCheck[load.publishers() * load.listeners()];
        java.util.Arrays.setAll(checks, i -> new SequenceCheck());
    }

    void start(List<Line> lines) {
        publishers.addAll(lines);
        lines.forEach(line -> inFlight.add(new InFlight(load.awaited())));
        pace = load.rate() == 0 ? Pace.NONE : new Pace.Steady(System.nanoTime(), lines.size(), load.rate());
        running = true;
        goOn();
    }

    /** Publishes what may be published by now. */
    void goOn() {
        for (int sender = 0; sender < publishers.size(); sender++) {
            refill(sender);
        }
        settled();
    }

    /** Publishes nothing more; what is in flight may still come in. */
    void stop() {
        running = false;
    }

    boolean idle() {
        return inFlight.stream().allMatch(sender -> sender.count() == 0);
    }

    Histogram latencies() {
        return latencies;
    }

    /** Counts as lost what has been missing for too long, so that the loop does not stand still for ever. */
    void sweep(long nanos) {
        for (int sender = 0; sender < inFlight.size(); sender++) {
            lost += inFlight.get(sender).giveUpBefore(nanos - patience.toNanos());
            refill(sender);
        }
        settled();
    }

    Tally tally() {
        long outOfOrder = 0;
        for (SequenceCheck check : checks) {
            outOfOrder += check.outOfOrder();
        }
        return new Tally(lost, duplicates, outOfOrder, strays);
    }

    @Nullable
    String failure() {
        return failure;
    }

    @Override
    public void delivered(int receiver, long stamp, int size, long nanos) {
        int sender = Stamp.sender(stamp);
        int sequence = Stamp.sequence(stamp);
        if (stamp == Stamp.NONE
                || sender >= inFlight.size()
                || !inFlight.get(sender).wasSent(sequence)) {
            strays++;
        } else if (checks[receiver * load.publishers() + sender].accept(sequence)) {
            heard(sender, sequence, nanos);
        } else {
            duplicates++;
        }
    }

    @Override
    public void acknowledged(int sender, int packetId) {
        InFlight waiting = inFlight.get(sender);
        long sentAt = waiting.acknowledged(packetId);
        if (load.listeners() == 0 && sentAt != InFlight.UNKNOWN) {
            latencies.record(System.nanoTime() - sentAt);
        }
        refill(sender);
    }

    @Override
    public void settled() {
        for (Line publisher : publishers) {
            publisher.flush();
        }
    }

    @Override
    public void broken(String why) {
        failure = failure == null ? why : failure;
        running = false;
    }

    private void heard(int sender, int sequence, long nanos) {
        InFlight waiting = inFlight.get(sender);
        if (!waiting.isWaiting(sequence)) {
            lost--;
            return;
        }
        latencies.record(nanos - waiting.sentAt(sequence));
        waiting.arrived(sequence);
        refill(sender);
    }

    private void refill(int sender) {
        InFlight waiting = inFlight.get(sender);
        while (running && waiting.count() < load.window()) {
            long due = pace.due(sender, waiting.next(), System.nanoTime());
            if (due == Pace.LATER) {
                return;
            }
            lost += waiting.freeNext();
            publishers.get(sender).publish(waiting.send(due));
        }
    }
}
