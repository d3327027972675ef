package io.trunkline.gateway.database;

import java.time.Duration;

/** Databases for tests of those that use them. */
public final class Databases {
    private Databases() {}

    /** Started; whoever asked stops it. */
    public static Database on(String url) {
        var parsed = DatabaseUrl.parse(url);
        var bounds = new DatabaseProperties.Bounds(4, Duration.ofSeconds(3), Duration.ofSeconds(10));
        var database = new Database(Connecting.to(parsed, bounds), new Migration(parsed));
        database.start();
        return database;
    }
}
