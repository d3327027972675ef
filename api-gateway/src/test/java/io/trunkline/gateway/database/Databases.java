package io.trunkline.gateway.database;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Databases for tests of those that use them. */
public final class Databases {
    private Databases() {}

    /** Started; whoever asked stops it. */
    public static Database on(String url) {
        var database = of(url);
        database.start();
        return database;
    }

    /** One that nobody starts. */
    public static Database away() {
        return of("postgresql://nobody:none@127.0.0.1:1/none");
    }

    private static Database of(String url) {
        var parsed = DatabaseUrl.parse(url);
        var bounds = new DatabaseProperties.Bounds(4, Duration.ofSeconds(3), Duration.ofSeconds(10));
        return new Database(Connecting.to(parsed, bounds), new Migration(parsed), new Shared());
    }

    /** What is behind the lock has to be safe without it too. */
    private static final class Shared implements Database.Right {
        @Override
        public Mono<Void> hold() {
            return Mono.empty();
        }

        @Override
        public Mono<Void> held() {
            return Mono.empty();
        }
    }
}
