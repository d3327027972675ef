package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

class BacklogTest {
    private final Room room = new Room(5, 1 << 20);
    private final Writer.Terms terms = new Writer.Terms(
            InstantSource.system(),
            System::nanoTime,
            Duration.ofNanos(10),
            2,
            1_000,
            room,
            new Meters(new SimpleMeterRegistry(), room));
    private final Backlog backlog = new Backlog(terms);

    @Test
    void aBatchHasTheOldestAndNoMoreRowsThanItMay() {
        add("a", "b", "c");

        assertThat(texts(backlog.next(any -> false))).containsExactly("a", "b");
        assertThat(texts(backlog.next(any -> false))).containsExactly("c");
        assertThat(backlog.next(any -> false)).isEmpty();
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void nothingMoreGoesIntoABatchThatIsLargeEnough() {
        add("a".repeat(1_000), "b");

        assertThat(backlog.next(any -> false)).hasSize(1);
    }

    @Test
    void whatIsHeldLetsOthersPassAndKeepsItsOrder() {
        add("a");
        backlog.add(waiting(Principals.OTHER_APPLICATION, "passes", 0));
        add("b");

        assertThat(texts(backlog.next(Principals.APPLICATION::equals))).containsExactly("passes");
        assertThat(texts(backlog.next(any -> false))).containsExactly("a", "b");
    }

    @Test
    void onlyWhatIsOldIsLate() {
        backlog.add(waiting(Principals.APPLICATION, "old", 0));
        backlog.add(waiting(Principals.APPLICATION, "new", 5));

        assertThat(texts(backlog.late(11))).containsExactly("old");
        assertThat(texts(backlog.all())).containsExactly("new");
    }

    @Test
    void whatIsOfAnApplicationIsTakenFromBetweenTheOthers() {
        backlog.add(waiting(Principals.APPLICATION, "a", 0));
        backlog.add(waiting(Principals.OTHER_APPLICATION, "b", 0));
        backlog.add(waiting(Principals.APPLICATION, "c", 0));

        assertThat(texts(backlog.of(Principals.OTHER_APPLICATION))).containsExactly("b");
        assertThat(texts(backlog.all())).containsExactly("a", "c");
    }

    @Test
    void whatIsTakenHasItsRoomUntilItLeaves() {
        add("a", "b", "c", "d", "e");
        var taken = backlog.all();

        assertThatThrownBy(() -> add("f"))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.OVERLOADED));
        backlog.leave(taken.get(0));
        add("g");

        assertThat(texts(backlog.all())).containsExactly("g");
        assertThat(room.count()).isEqualTo(5);
    }

    private void add(String... texts) {
        List.of(texts).forEach(text -> backlog.add(waiting(Principals.APPLICATION, text, 0)));
    }

    private static List<String> texts(List<Waiting> all) {
        return all.stream().map(Waiting::publication).map(Publications::text).toList();
    }

    private static Waiting waiting(ApplicationId application, String text, long since) {
        var publication = Publications.of(Principals.anyone(application, "me"), "t", Publications.message(text));
        var shelf = new Shelf(new Shelf.Key(application, publication.topic())).hold();
        return new Waiting(shelf, publication, Retention.ofSize(1), new byte[0], sink(), since);
    }

    private static MonoSink<Publication> sink() {
        var sinks = new ArrayList<MonoSink<Publication>>();
        Mono.<Publication>create(sinks::add).subscribe();
        return sinks.get(0);
    }
}
