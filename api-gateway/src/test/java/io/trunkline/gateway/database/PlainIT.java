package io.trunkline.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.ResourceLeakDetector;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.message.backend.DataRow;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class PlainIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> lost = new CopyOnWriteArrayList<>();
    private PostgresqlConnection connection;

    @BeforeEach
    void connect() throws ReflectiveOperationException {
        var bounds = new DatabaseProperties.Bounds(1, PATIENCE, PATIENCE);
        var url = DatabaseUrl.parse(TestDatabase.create());
        connection = Connecting.to(url, bounds).single().create().block();
        rows().setLeakListener((type, record) -> lost.add(type));
    }

    @AfterEach
    void close() throws ReflectiveOperationException {
        rows().setLeakListener(null);
        connection.close().block();
    }

    /** The driver's own detector of rows that nobody has released. */
    private static ResourceLeakDetector<?> rows() throws ReflectiveOperationException {
        var detector = DataRow.class.getDeclaredField("DETECTOR");
        detector.setAccessible(true);
        return (ResourceLeakDetector<?>) detector.get(null);
    }

    @Test
    void losesNoRowsOfWhatIsCancelled() {
        for (var i = 0; i < 10; i++) {
            ask("select n::text from generate_series(1, 3) n").subscribe().dispose();
        }

        assertThat(answer()).isEqualTo("1");
        collectGarbage();
        assertThat(answer()).isEqualTo("1"); // the detector tells where the next row is made
        assertThat(lost).isEmpty();
    }

    private String answer() {
        return ask("select '1'").blockLast();
    }

    private Flux<String> ask(String sql) {
        return Plain.ask(connection, sql, result -> result.map(row -> String.valueOf(row.get(0, String.class))));
    }

    private static void collectGarbage() {
        for (var i = 0; i < 3; i++) {
            var garbage = new WeakReference<>(new Object());
            await().atMost(PATIENCE).until(() -> {
                System.gc();
                return garbage.get() == null;
            });
        }
    }
}
