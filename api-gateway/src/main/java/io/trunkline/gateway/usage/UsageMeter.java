package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.observe.Country;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts per application what the broker announces: a publication costs three look-ups and a few additions, without a lock and without an allocation.
 *
 * <p>Only applications that are in use have a tally, and it goes when they fall silent: there are never more than were in use within the last
 * {@value #IDLE_TAKES} takes.
 */
final class UsageMeter implements BrokerListener {
    static final int IDLE_TAKES = 30;

    private final ConcurrentHashMap<ApplicationId, Tally> tallies = new ConcurrentHashMap<>();
    // tallies that a publisher still held when they were retired
    private final Queue<Tally> late = new ConcurrentLinkedQueue<>();

    /** What the platform says by itself, such as who comes and goes, is nobody's publication. */
    @Override
    public void published(Publication publication, int deliveries) {
        if (publication.message().isReserved()) {
            return;
        }
        var bytes = publication.payload().size();
        count(publication.application(), bytes, deliveries);
        var tally = tally(publication.application());
        tally.topic(publication.topic().name(), bytes);
        if (isCall(publication.publisher())) {
            tally.call(bytes);
        }
        settle(tally);
    }

    void count(ApplicationId application, int payloadBytes, int subscribers) {
        var tally = tally(application);
        tally.publication(payloadBytes, subscribers);
        settle(tally);
    }

    @Override
    public void charged(Principal principal, int bytes) {
        var tally = tally(principal.application());
        tally.call(bytes);
        settle(tally);
    }

    /** The platform's own lines, such as a forwarder's, are nobody's. */
    @Override
    public void connected(Principal principal, @Nullable Country from) {
        if (from == null) {
            return;
        }
        var tally = tally(principal.application());
        tally.connection(from);
        settle(tally);
    }

    /** A backend has no line, other publishers have; the platform needs none. */
    private static boolean isCall(Principal publisher) {
        return publisher.connectionId() == null && !publisher.permissions().isPlatform();
    }

    private Tally tally(ApplicationId application) {
        var tally = tallies.get(application);
        return tally == null ? tallies.computeIfAbsent(application, Tally::new) : tally;
    }

    private void settle(Tally tally) {
        if (tally.isRetired()) {
            late.add(tally);
        }
    }

    /**
     * What was counted since the last call, for every application with something counted; for one thread at a time.
     *
     * @param topics hears what was counted per topic
     * @param countries hears what was counted per country
     */
    List<Counted> take(Consumer<TopicCounted> topics, Consumer<CountryCounted> countries) {
        var counted = new ArrayList<Counted>();
        Consumer<Tally> each = tally -> {
            take(tally, counted);
            tally.takeTopics(topics);
            tally.takeCountries(countries);
        };
        for (var tally = late.poll(); tally != null; tally = late.poll()) {
            each.accept(tally);
        }
        for (var tally : tallies.values()) {
            each.accept(tally);
            if (tally.idleTakes() >= IDLE_TAKES) {
                retire(tally);
                each.accept(tally);
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

    private static void take(Tally tally, List<Counted> all) {
        var counted = tally.take();
        if (!counted.isNothing()) {
            all.add(counted);
        }
    }
}
