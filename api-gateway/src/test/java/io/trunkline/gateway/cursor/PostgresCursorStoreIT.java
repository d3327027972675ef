package io.trunkline.gateway.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.cursor.CursorId;
import io.trunkline.broker.cursor.CursorStore;
import io.trunkline.broker.cursor.CursorStore.Saved;
import io.trunkline.broker.cursor.Progress;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.testkit.CursorStoreContract;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.cursor.CursorRows.Change;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Databases;
import io.trunkline.gateway.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The contract, kept by the database. */
class PostgresCursorStoreIT extends CursorStoreContract {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final CursorId ID = new CursorId(Principals.APPLICATION, "a group");

    private final List<Database> databases = new ArrayList<>();

    @Override
    protected CursorStore store(VirtualWorld world) {
        return new PostgresCursorStore(new CursorRows(database()), world);
    }

    private Database database() {
        var database = Databases.on(TestDatabase.create());
        databases.add(database);
        database.ready().block();
        return database;
    }

    private static Mono<Void> save(CursorRows rows, long floor) {
        var progress = new Progress(Topic.of("a"), new Position("e", floor), Set.of(), Map.of());
        return rows.save(List.of(new Change(ID, new Saved("a", List.of(progress)))), Instant.EPOCH);
    }

    private static long floor(CursorRows rows) {
        var saved = Objects.requireNonNull(rows.load(ID).block(SOON));
        return saved.topics().get(0).floor().offset();
    }

    /** Nobody waits for it any more, and then the database gets to it. */
    @Test
    void aSaveThatIsWrittenLateUndoesNoLaterOne() {
        var rows = new CursorRows(database());
        save(rows, 1).block(SOON);
        var late = save(rows, 5);
        save(rows, 7).block(SOON);

        late.block(SOON);

        assertThat(floor(rows)).isEqualTo(7);
        save(rows, 9).block(SOON);
        assertThat(floor(rows)).isEqualTo(9);
    }

    @Test
    void norDoesThatOfAnEarlierProcess() {
        var database = database();
        var before = new CursorRows(database);
        save(before, 1).block(SOON);
        var late = IntStream.range(0, 3).mapToObj(i -> save(before, 5)).toList();
        var now = new CursorRows(database);
        assertThat(floor(now)).isEqualTo(1);
        save(now, 7).block(SOON);

        late.forEach(save -> save.block(SOON));

        assertThat(floor(now)).isEqualTo(7);
    }

    /** Where a cursor goes to a gateway that was started before the one it was at. */
    @Test
    void whoHasReadWhatAnotherSavedGoesOnFromThere() {
        var database = database();
        var first = new CursorRows(database);
        save(first, 1).block(SOON);
        var second = new CursorRows(database);
        save(second, 2).block(SOON);

        assertThat(floor(first)).isEqualTo(2);
        save(first, 3).block(SOON);

        assertThat(floor(second)).isEqualTo(3);
    }

    @AfterEach
    void stop() {
        databases.forEach(Database::stop);
    }
}
