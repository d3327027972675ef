package io.trunkline.telemetry;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The one Postgres of this JVM's tests: the one that {@code TRUNKLINE_TEST_DATABASE_URL} names, else a container, else an embedded one.
 * Everyone who asks gets a database of its own in it.
 */
public final class PostgresServer {
    private static final URI SERVER = find();

    private PostgresServer() {}

    /** The URL of a new, empty database, as {@code TRUNKLINE_DATABASE_URL} wants it. */
    public static URI freshDatabase() {
        var name = "telemetry_" + UUID.randomUUID().toString().replace("-", "");
        execute(SERVER, "CREATE DATABASE " + name);
        return SERVER.resolve("/" + name);
    }

    /** Runs one statement, outside of everything under test. */
    public static void execute(URI database, String sql) {
        var login = database.getUserInfo().split(":", 2);
        var jdbc = "jdbc:postgresql://" + database.getHost() + ":" + database.getPort() + database.getPath();
        try (var connection = DriverManager.getConnection(jdbc, login[0], login[1]);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static URI find() {
        var given = System.getenv("TRUNKLINE_TEST_DATABASE_URL");
        if (given != null) {
            return URI.create(given);
        }
        return DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
    }

    private static URI container() {
        var container = new PostgreSQLContainer("postgres:18");
        container.start();
        return URI.create("postgresql://%s:%s@%s:%d/%s"
                .formatted(
                        container.getUsername(),
                        container.getPassword(),
                        container.getHost(),
                        container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                        container.getDatabaseName()));
    }

    @SuppressWarnings("resource") // lives as long as the JVM, and ends with it
    private static URI embedded() {
        try {
            var server = EmbeddedPostgres.builder().start();
            return URI.create("postgresql://postgres:postgres@127.0.0.1:" + server.getPort() + "/postgres");
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
