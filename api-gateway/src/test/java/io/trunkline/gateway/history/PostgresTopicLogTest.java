package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.database.Databases;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What becomes of the topics' shelves while publications wait, with a database that is not there. */
class PostgresTopicLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomicLong ticker = new AtomicLong();
    private final Shelf.Key key = new Shelf.Key(Principals.APPLICATION, Topic.of("a"));
    private final Shelves shelves = new Shelves(any -> Mono.never(), 0);
    private final Writer writer = writer();
    private final PostgresTopicLog log = new PostgresTopicLog(
            List.of(writer),
            shelves,
            new LogReader(
                    shelves, new PageCache((topic, place, from, until) -> Mono.never(), 1), InstantSource.system()),
            new Settling(new Roll(Databases.away()), catalogue(), shelves),
            ticker::get);

    private static Catalogue catalogue() {
        return new Catalogue(Databases.away(), 1);
    }

    private Writer writer() {
        var database = Databases.away();
        var room = new Room(2, 1 << 20);
        var terms = new Writer.Terms(
                InstantSource.system(),
                ticker::get,
                PATIENCE,
                10,
                1 << 20,
                room,
                new Meters(new SimpleMeterRegistry(), room));
        var parts = new Sender.Parts(database, catalogue(), new Partitions(database), new Endings(PATIENCE), any -> {});
        return new Writer(new Sender(parts, 0, time, () -> {}), new Memory(1), terms, time);
    }

    private Mono<Publication> append() {
        return log.append(Publications.of("a", "1"), Traffic.KEPT);
    }

    @Test
    void aTopicKeepsItsShelfUntilItsPublicationIsAnswered() {
        var waiting = append().toFuture();
        var shelf = shelves.of(key);

        shelves.trim();
        assertThat(shelves.of(key)).isSameAs(shelf);
        assertThat(shelf.isBare()).isFalse();

        time.advanceTimeBy(PATIENCE);
        assertThat(waiting).isCompletedExceptionally();
        assertThat(shelf.isBare()).isTrue();
    }

    @Test
    void whatIsNotTakenKeepsNothing() {
        append().subscribe(any -> {}, no -> {});
        append().subscribe(any -> {}, no -> {});
        var refused = append();
        StepVerifier.create(refused)
                .verifyErrorMatches(fault -> fault instanceof Refused no && no.reason() == Reason.OVERLOADED);

        time.advanceTimeBy(PATIENCE.multipliedBy(2));
        assertThat(shelves.of(key).isBare()).isTrue();
    }
}
