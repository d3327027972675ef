package io.trunkline.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class SoleUseIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HOLDER =
            "select coalesce(max(pid), 0) from pg_locks where locktype = 'advisory' and objsubid = 2 "
                    + "and database = (select oid from pg_database where datname = current_database())";

    private static final String END = HOLDER.replace("coalesce(max(pid), 0)", "pg_terminate_backend(max(pid))::int");

    private final String url = TestDatabase.create();

    /** Who wants the database, or has it. */
    private static final class Gateway implements AutoCloseable {
        private final AtomicReference<@Nullable Throwable> givenUp = new AtomicReference<>();
        private final Connecting connecting;
        private final SoleUse use;
        private final Disposable holding;

        Gateway(String url) {
            var bounds = new DatabaseProperties.Bounds(1, Duration.ofSeconds(3), Duration.ofSeconds(10));
            connecting = Connecting.to(DatabaseUrl.parse(url), bounds);
            use = new SoleUse(connecting.single(), bounds.connectWithin());
            holding = use.hold().subscribe(none -> {}, givenUp::set);
        }

        boolean has() {
            return Boolean.TRUE.equals(use.held()
                    .thenReturn(true)
                    .timeout(Duration.ofMillis(100), Mono.just(false))
                    .block());
        }

        @Override
        public void close() {
            holding.dispose();
            connecting.loops().dispose();
        }
    }

    @Test
    void isTheNextOnesWhenTheFirstHasEnded() {
        try (var first = new Gateway(url)) {
            await().atMost(PATIENCE).until(first::has);
            try (var next = new Gateway(url)) {
                await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> !next.has());
                assertThat(first.has()).isTrue();

                first.close();
                await().atMost(PATIENCE).until(next::has);
            }
        }
    }

    /** The first one hears of the end of its connection only when it looks. */
    @Test
    void isUsedByTheNextOneOnlyWhenTheFirstHasNoticed() {
        try (var first = new Gateway(url)) {
            await().atMost(PATIENCE).until(first::has);
            try (var next = new Gateway(url)) {
                await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> !next.has());
                TestDatabase.number(url, END);

                await().atMost(PATIENCE).until(next::has);
                assertThat(first.has()).isFalse();
            }
        }
    }

    @Test
    void comesBackWithTheDatabase() throws IOException {
        try (var proxy = new DatabaseProxy(url);
                var gateway = new Gateway(proxy.url())) {
            await().atMost(PATIENCE).until(gateway::has);

            proxy.cut();
            await().atMost(PATIENCE).until(() -> !gateway.has());

            proxy.mend();
            await().atMost(PATIENCE).until(gateway::has);
        }
    }

    /** Postgres has not heard that its client is gone, as where a network was cut. */
    @Test
    void isTakenFromAConnectionThatIsOursAndBroken() throws IOException {
        try (var proxy = new DatabaseProxy(url);
                var gateway = new Gateway(proxy.url())) {
            await().atMost(PATIENCE).until(gateway::has);
            var before = TestDatabase.number(url, HOLDER);

            proxy.lose();
            await().atMost(PATIENCE)
                    .until(() -> TestDatabase.number(url, HOLDER) != before
                            && TestDatabase.number(url, HOLDER) != 0
                            && gateway.has());
            assertThat(gateway.givenUp.get()).isNull();
        }
    }

    /** What it has in memory may not be so any more. */
    @Test
    void isNotTakenBackFromAnotherGateway() throws IOException {
        try (var proxy = new DatabaseProxy(url);
                var first = new Gateway(proxy.url())) {
            await().atMost(PATIENCE).until(first::has);
            proxy.cut();
            try (var next = new Gateway(url)) {
                await().atMost(PATIENCE).until(next::has);
                proxy.mend();

                await().atMost(PATIENCE).until(() -> first.givenUp.get() != null);
                assertThat(next.has()).isTrue();
            }
            assertThat(first.has()).isFalse();
        }
    }
}
