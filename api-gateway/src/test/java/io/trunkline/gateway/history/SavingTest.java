package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.gateway.database.Databases;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class SavingTest {
    private static final ApplicationId FIRST = new ApplicationId("a".repeat(32));
    private static final ApplicationId SECOND = new ApplicationId("a".repeat(31) + "b");
    private static final Retention STATE = new Retention(0, Retention.USUAL, false, true);

    private final InstantSource clock = InstantSource.system();
    private final SavedValues values =
            new SavedValues(new MemoryTopicLog(clock, "epoch", MemoryTopicLog.Bounds.DEFAULT), Mono.empty());
    private final AtomicInteger saved = new AtomicInteger();

    private void retain(ApplicationId application, String topic) {
        var publisher = new Principal(application, "backend", Permissions.NONE);
        values.append(Publications.of(publisher, topic, Publications.retained(topic)), STATE)
                .block();
    }

    private Saving saving(Mono<Void> first) {
        List<Saving.Lender> writers = List.of(work -> first, work -> Mono.fromRunnable(saved::incrementAndGet));
        return new Saving(values, new ValueRows(Databases.away()), writers, clock);
    }

    private List<String> unsaved() {
        return values.takeUnsaved(10, any -> true).stream()
                .map(key -> key.topic().name())
                .toList();
    }

    @Test
    void eachApplicationHasAWriterOfItsOwnHere() {
        assertThat(PostgresTopicLog.slot(FIRST, 2)).isZero();
        assertThat(PostgresTopicLog.slot(SECOND, 2)).isOne();
    }

    @Test
    void whatOneWriterCannotWriteIsKeptAndTheRestIsWritten() {
        retain(FIRST, "a");
        retain(SECOND, "b");

        StepVerifier.create(
                        saving(Mono.error(new IllegalStateException("away"))).save())
                .verifyErrorMessage("away");

        assertThat(saved).hasValue(1);
        assertThat(unsaved()).containsExactly("a");
    }

    @Test
    void whatWasGivenUpIsKept() {
        retain(FIRST, "a");
        retain(SECOND, "b");

        saving(Mono.never()).save().subscribe().dispose();

        assertThat(unsaved()).containsExactlyInAnyOrder("a", "b");
    }
}
