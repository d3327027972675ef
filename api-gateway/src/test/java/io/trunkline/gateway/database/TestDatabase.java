package io.trunkline.gateway.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A database of its own on the one Postgres server of this JVM: that of {@code TRUNKLINE_TEST_DATABASE_URL}, else a
 * container where Docker answers, else an embedded one.
 */
public final class TestDatabase {

    private static final String SERVER = server();

    private TestDatabase() {}

    /** The URL of a new, empty database. */
    public static String create() {
        String name = "gateway_" + UUID.randomUUID().toString().replace("-", "");
        execute(SERVER, "create database " + name);
        return SERVER.substring(0, SERVER.lastIndexOf('/') + 1) + name;
    }

    /** A connection behind the service's back. */
    public static Connection connect(String url) throws SQLException {
        URI uri = URI.create(url);
        String[] login = uri.getUserInfo().split(":", 2);
        String jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
        return DriverManager.getConnection(jdbc, login[0], login.length > 1 ? login[1] : "");
    }

    /** Runs SQL behind the service's back. */
    public static void execute(String url, String sql) {
        try (var connection = connect(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs SQL in a transaction that lasts until it is closed. */
    public static Connection hold(String url, String sql) throws SQLException {
        var connection = connect(url);
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }

    /** The number that SQL finds behind the gateway's back. */
    public static long number(String url, String sql) {
        try (var connection = connect(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String server() {
        String configured = System.getenv("TRUNKLINE_TEST_DATABASE_URL");
        if (configured != null && !configured.isBlank()) {
            return configured;
        }
        return DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
    }

    @SuppressWarnings("resource") // lives as long as the JVM; Testcontainers removes it then
    private static String container() {
        var container = new PostgreSQLContainer("postgres:18-alpine");
        container.start();
        return "postgresql://" + container.getUsername() + ":" + container.getPassword() + "@" + container.getHost()
                + ":" + container.getFirstMappedPort() + "/" + container.getDatabaseName();
    }

    @SuppressWarnings("resource") // lives as long as the JVM; its own shutdown hook stops it
    private static String embedded() {
        try {
            return "postgresql://postgres:postgres@127.0.0.1:"
                    + EmbeddedPostgres.builder().start().getPort() + "/postgres";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
