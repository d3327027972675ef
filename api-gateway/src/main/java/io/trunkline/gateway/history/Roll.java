package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Packed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The topics of an application that have rows, called some at a time, and by no writer: there may be many, and what they are matched with takes its time. */
record Roll(Database database) {
    private static final int SOME = 1_000;

    private static final String NAMES = """
            select t.id, t.name, sha256(t.name) from gateway.topic t
            where t.application_id = (select a.id from gateway.application a where a.name = $1) and sha256(t.name) > $2
            order by sha256(t.name) limit %d""".formatted(SOME);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(long id, byte[] name, byte[] hash) {
        Topic topic() {
            return Topic.of(new String(name, StandardCharsets.UTF_8));
        }
    }

    /** The rows of those that pass. */
    Mono<List<Long>> rows(ApplicationId application, Predicate<Topic> passing) {
        return after(application, new byte[0])
                .expand(some -> some.size() < SOME
                        ? Mono.empty()
                        : after(application, some.get(SOME - 1).hash()))
                .concatMapIterable(some -> some)
                .filter(entry -> passing.test(entry.topic()))
                .map(Entry::id)
                .collectList();
    }

    /** Matched where it is in nobody's way. */
    private Mono<List<Entry>> after(ApplicationId application, byte[] hash) {
        return database.with(connection -> Flux.from(connection
                                .createStatement(NAMES)
                                .bind("$1", Packed.text(application.value()))
                                .bind("$2", Packed.bytes(hash))
                                .execute())
                        .flatMap(result -> result.map((row, columns) -> new Entry(
                                Objects.requireNonNull(row.get(0, Long.class)),
                                Objects.requireNonNull(row.get(1, byte[].class)),
                                Objects.requireNonNull(row.get(2, byte[].class))))))
                .collectList()
                .publishOn(Schedulers.boundedElastic());
    }
}
