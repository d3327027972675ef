package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.schedule.Scheduled;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.DatabaseProxy;
import io.trunkline.gateway.database.Databases;
import io.trunkline.gateway.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Delayed messages as rows. */
class PostgresSchedulesIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MANY = 500;

    private final String url = TestDatabase.create();
    private @Nullable Database database;

    @AfterEach
    void stop() {
        Objects.requireNonNull(database).stop();
    }

    private PostgresSchedules schedules(String by) {
        database = Databases.on(by);
        database.ready().block(SOON);
        return new PostgresSchedules(database);
    }

    private static Scheduled later(int number, int due) {
        var publication = Publications.of(Principals.anyone(), "main", Publications.message(Integer.toString(number)));
        return new Scheduled("key" + number, publication, Publications.TIME.plusSeconds(due), true);
    }

    private static List<String> texts(PostgresSchedules schedules) {
        return Objects.requireNonNull(schedules
                .all()
                .map(one -> Publications.text(one.publication()))
                .collectList()
                .block(SOON));
    }

    /** The rows of one statement were written by one transaction. */
    private long transactions() {
        return TestDatabase.number(url, "select count(distinct xmin::text) from gateway.scheduled");
    }

    @Test
    void theyComeBackInTheOrderInWhichTheyAreDueAndThenInWhichTheyCame() {
        var schedules = schedules(url);

        for (var one : List.of(later(3, 7), later(1, 5), later(2, 5))) {
            schedules.keep(one).block(SOON);
        }
        assertThat(texts(schedules)).containsExactly("1", "2", "3");
        schedules.drop(later(1, 5)).block(SOON);
        assertThat(texts(schedules)).containsExactly("2", "3");
        schedules.forget(Principals.OTHER_APPLICATION).block(SOON);
        schedules.forget(Principals.APPLICATION).block(SOON);

        assertThat(texts(schedules)).isEmpty();
    }

    /** Each was a statement and a commit of its own, and took a connection from readers. */
    @Test
    void thoseThatComeDuringAWriteAreTheNextTogether() throws Exception {
        var schedules = schedules(url);
        Mono<Void> kept;
        try (var held = TestDatabase.hold(url, "lock table gateway.scheduled in exclusive mode")) {
            assertThat(held).isNotNull();
            kept = Flux.range(0, MANY)
                    .flatMap(i -> schedules.keep(later(i, 5)), MANY)
                    .then()
                    .cache();
            kept.subscribe();
        }
        kept.block(SOON);

        assertThat(transactions()).isEqualTo(2);
        assertThat(texts(schedules))
                .isEqualTo(IntStream.range(0, MANY).mapToObj(Integer::toString).toList());
        Flux.range(0, MANY)
                .flatMap(i -> schedules.drop(later(i, 5)), MANY)
                .then()
                .block(SOON);
        assertThat(texts(schedules)).isEmpty();
    }

    @Test
    void whatCannotBeWrittenIsRefusedAndTheNextIsNot() throws Exception {
        try (var proxy = new DatabaseProxy(url)) {
            var schedules = schedules(proxy.url());
            schedules.keep(later(1, 5)).block(SOON);
            proxy.cut();

            for (var work : List.of(schedules.keep(later(2, 5)), schedules.drop(later(1, 5)))) {
                assertThatThrownBy(() -> work.block(SOON))
                        .isInstanceOfSatisfying(
                                Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.UNAVAILABLE));
            }
            proxy.mend();
            schedules.keep(later(3, 5)).block(SOON);
            schedules.drop(later(1, 5)).block(SOON);

            assertThat(texts(schedules)).containsExactly("3");
        }
    }
}
