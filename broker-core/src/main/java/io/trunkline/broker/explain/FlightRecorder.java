package io.trunkline.broker.explain;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.observe.Bygone;
import io.trunkline.broker.observe.Interest;
import io.trunkline.broker.observe.Overtaken;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Writes down, per application, the newest publications and whatever kept one from a reader. A delivery that was made is not written down: it follows from a
 * subscription that was there and no loss. So the cost is one entry per publication, whatever the number of its readers.
 */
public final class FlightRecorder implements BrokerListener {
    /** Chunks of {@value Trail#CHUNK} entries, of all applications. */
    static final int MOST_CHUNKS = 2_048;

    /** What a line was subscribed to in the end: so much of it. */
    private static final int MOST_INTERESTS = 32;

    /** While room is short, what nobody wrote to for so long is given up. */
    private static final Duration QUIET = Duration.ofHours(1);

    private static final int LONGEST_ID = 128;

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Map<ApplicationId, Journal> journals = new ConcurrentHashMap<>();
    private final Room room = new Room(MOST_CHUNKS);
    private final InstantSource clock;
    private final Instant begun;
    private volatile @Nullable Instant givenUp;

    public FlightRecorder(InstantSource clock) {
        this.clock = clock;
        this.begun = clock.instant();
    }

    /** From now on gives up, while room is short, the journals of quiet applications. */
    public Disposable swept(Scheduler scheduler) {
        return scheduler.schedulePeriodically(this::sweep, PAUSE.toNanos(), PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void sweep() {
        var before = clock.instant().minus(QUIET);
        if (room.isOver()) {
            journals.forEach((application, journal) -> giveUpIfQuiet(application, journal, before));
        }
    }

    private void giveUpIfQuiet(ApplicationId application, Journal journal, Instant before) {
        if (journal.last().isBefore(before) && journals.remove(application, journal)) {
            givenUp = clock.instant();
            journal.close();
        }
    }

    /** The application's journal, empty if nothing was written down. */
    Journal journal(ApplicationId application) {
        var there = journals.get(application);
        return there == null ? new Journal(room, givenUp) : there;
    }

    private Journal of(ApplicationId application) {
        var there = journals.get(application);
        return there == null ? journals.computeIfAbsent(application, id -> new Journal(room, givenUp)) : there;
    }

    Instant now() {
        return clock.instant();
    }

    /** Since when anything is written down. */
    Instant begun() {
        return begun;
    }

    int chunks() {
        return room.taken();
    }

    /** What a topic keeps was offered some time after it was admitted; all else at once. */
    @Override
    public void published(Publication publication, int deliveries) {
        var offered = publication.position() == null ? publication.time() : clock.instant();
        of(publication.application()).publications.add(Sighting.of(publication, deliveries, offered));
    }

    @Override
    public void dropped(Publication publication, String connectionId, Reason reason) {
        of(publication.application())
                .losses
                .add(new Entry.Loss(clock.instant(), connectionId, publication.id(), reason));
    }

    @Override
    public void overtaken(Overtaken gap, Reason reason) {
        of(gap.application()).gaps.add(new Entry.Gap(clock.instant(), gap, reason));
    }

    @Override
    public void chosen(Publication publication, String connectionId, String group) {
        of(publication.application())
                .choices
                .add(new Entry.Choice(publication.time(), connectionId, publication.id(), group));
    }

    /** One without an id cannot be asked about. */
    @Override
    public void refusedPublish(Principal publisher, Topic topic, Message message, Reason reason) {
        var id = message.id();
        if (id != null && id.length() <= LONGEST_ID && reason != Reason.UNKNOWN_APPLICATION) {
            of(publisher.application())
                    .refusals
                    .add(new Entry.Refusal(clock.instant(), publisher.connectionId(), topic, id, reason));
        }
    }

    @Override
    public void refusedSubscribe(Principal subscriber, TopicFilter filter, Reason reason) {
        of(subscriber.application()).turned.add(new Entry.Turned(clock.instant(), id(subscriber), filter, reason));
    }

    @Override
    public void deferred(Publication admitted, Instant due) {
        of(admitted.application()).deferred.add(new Entry.Deferred(admitted.time(), admitted.id(), due));
    }

    @Override
    public void repeated(Principal publisher, Topic topic, Receipt receipt) {
        of(publisher.application()).repeats.add(new Entry.Repeat(clock.instant(), topic, receipt.id()));
    }

    @Override
    public void resumed(Principal subscriber, TopicFilter filter, Since since) {
        of(subscriber.application()).resumed.add(new Entry.Resumed(clock.instant(), id(subscriber), filter, since));
    }

    @Override
    public void unsubscribed(Principal subscriber, Interest interest) {
        of(subscriber.application()).lapses.add(new Entry.Lapse(clock.instant(), id(subscriber), interest));
    }

    @Override
    public void left(Bygone line) {
        var interests = line.interests().stream().limit(MOST_INTERESTS).toList();
        var kept = new Bygone(line.principal(), line.kind(), line.since(), interests, line.reason());
        of(line.principal().application()).gone.add(new Entry.Gone(clock.instant(), kept));
    }

    private static String id(Principal connected) {
        var id = connected.connectionId();
        return id == null ? "" : id;
    }
}
