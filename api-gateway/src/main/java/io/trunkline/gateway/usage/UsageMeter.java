package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.observe.BrokerListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts publications per application as the broker announces them: a look-up and three additions, without a lock and without an allocation.
 *
 * <p>Only applications that publish have a tally, and it goes when they fall silent: there are never more than published within the last
 * {@value #IDLE_TAKES} takes.
 */
final class UsageMeter implements BrokerListener {
    static final int IDLE_TAKES = 30;

    private final ConcurrentHashMap<ApplicationId, Tally> tallies = new ConcurrentHashMap<>();
    private List<Tally> retired = new ArrayList<>();

    @Override
    public void published(Publication publication, int subscribers) {
        count(publication.application(), publication.message().payload().size(), subscribers);
    }

    void count(ApplicationId application, int payloadBytes, int subscribers) {
        var tally = tallies.get(application);
        if (tally == null) {
            tally = tallies.computeIfAbsent(application, Tally::new);
        }
        tally.add(payloadBytes, subscribers);
    }

    /** What was counted since the last call, for every application with something counted; for one thread at a time. */
    List<Counted> take() {
        var counted = new ArrayList<Counted>();
        // a publisher may have held a tally just while it was retired: it is looked at once more
        var late = retired;
        retired = new ArrayList<>();
        late.forEach(tally -> addTo(counted, tally.take()));
        tallies.values().forEach(tally -> {
            addTo(counted, tally.take());
            retireIfIdle(tally);
        });
        return counted;
    }

    /** How many applications are counted at the moment. */
    int applications() {
        return tallies.size();
    }

    private void retireIfIdle(Tally tally) {
        if (tally.idleTakes() >= IDLE_TAKES) {
            tallies.remove(tally.application(), tally);
            retired.add(tally);
        }
    }

    private static void addTo(List<Counted> all, Counted counted) {
        if (!counted.isNothing()) {
            all.add(counted);
        }
    }
}
