package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.observe.BrokerListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Counts publications per application as the broker announces them: a look-up and three additions, without a lock and without an allocation.
 *
 * <p>Only applications that publish have a tally, and it goes when they fall silent: there are never more than published within the last
 * {@value #IDLE_TAKES} takes.
 */
final class UsageMeter implements BrokerListener {
    static final int IDLE_TAKES = 30;

    private final ConcurrentHashMap<ApplicationId, Tally> tallies = new ConcurrentHashMap<>();
    // tallies that a publisher still held when they were retired
    private final Queue<Tally> late = new ConcurrentLinkedQueue<>();

    @Override
    public void published(Publication publication, int deliveries) {
        count(publication.application(), publication.payload().size(), deliveries);
    }

    void count(ApplicationId application, int payloadBytes, int subscribers) {
        var tally = tallies.get(application);
        if (tally == null) {
            tally = tallies.computeIfAbsent(application, Tally::new);
        }
        if (!tally.add(payloadBytes, subscribers)) {
            late.add(tally);
        }
    }

    /** What was counted since the last call, for every application with something counted; for one thread at a time. */
    List<Counted> take() {
        var counted = new ArrayList<Counted>();
        for (var tally = late.poll(); tally != null; tally = late.poll()) {
            addTo(counted, tally.take());
        }
        for (var tally : tallies.values()) {
            addTo(counted, tally.take());
            if (tally.idleTakes() >= IDLE_TAKES) {
                retire(tally);
                addTo(counted, tally.take());
            }
        }
        return counted;
    }

    /** How many applications are counted at the moment. */
    int applications() {
        return tallies.size();
    }

    private void retire(Tally tally) {
        tally.retire();
        tallies.remove(tally.application(), tally);
    }

    private static void addTo(List<Counted> all, Counted counted) {
        if (!counted.isNothing()) {
            all.add(counted);
        }
    }
}
