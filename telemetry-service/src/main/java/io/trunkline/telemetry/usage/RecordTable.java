package io.trunkline.telemetry.usage;

import java.time.Duration;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The table of one kind of records: what a node tells is merged into it by one statement, and what is too old is deleted. */
final class RecordTable<T> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DatabaseClient database;
    private final String merge;
    private final String forget;
    private final List<Column<T, ?>> columns;

    /**
     * @param merge takes {@code :node} and an array for each column
     * @param forget takes the {@code :age} in seconds
     */
    RecordTable(DatabaseClient database, String merge, String forget, List<Column<T, ?>> columns) {
        this.database = database;
        this.merge = merge;
        this.forget = forget;
        this.columns = columns;
    }

    Mono<Void> merge(String node, List<T> records) {
        if (records.isEmpty()) {
            return Mono.empty();
        }
        var statement = database.sql(merge).bind("node", node);
        for (var column : columns) {
            statement = statement.bind(column.name(), column.of(records));
        }
        return statement.then().timeout(PATIENCE);
    }

    /** Deletes what is older than this by the database's own clock, and says how many records that were. */
    Mono<Long> forgetOlderThan(Duration age) {
        return database.sql(forget)
                .bind("age", (double) age.toSeconds())
                .fetch()
                .rowsUpdated();
    }
}
