package io.trunkline.standalone;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A PostgreSQL 18 of our own, on the loopback address and behind a password, whose data survives the process. The major
 * version is in the directory's name: a later one starts beside it, never on it.
 */
final class EmbeddedDatabase implements AutoCloseable {
    private static final String ACCESS = """
            # written by Trunkline: nobody without the password, also not from this machine
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private static final Duration WATCH_EVERY = Duration.ofMillis(500);

    private final EmbeddedPostgres postgres;
    private final String password;
    private final PostgresWatch watch;

    private EmbeddedDatabase(EmbeddedPostgres postgres, String password, PostgresWatch watch) {
        this.postgres = postgres;
        this.password = password;
        this.watch = watch;
    }

    /** Starts it, on first use after creating it; stops a server first that outlived its JVM. From then on it is watched. */
    static EmbeddedDatabase start(DataDirectory data) {
        var directory = data.resolve("postgres-18");
        var password = data.secret(null, "database-password");
        try {
            Postmaster.on(directory).ifPresent(Postmaster::stop);
            Postmaster.clear(directory);
            var postgres = server(data, directory, password);
            prepare(postgres, password, directory.resolve("pg_hba.conf"));
            var watch = PostgresWatch.over(PostgresServer.running(directory), WATCH_EVERY);
            return new EmbeddedDatabase(postgres, password, watch);
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new StartFailure("the embedded PostgreSQL in " + directory + " does not start (" + e + ")", e);
        }
    }

    private static EmbeddedPostgres server(DataDirectory data, Path directory, String password) throws IOException {
        var programs = data.resolve("postgres-binaries");
        var server = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(programs.toFile())
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setConnectConfig("password", password)
                .start();
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwx------")); // it was open to all
        return server;
    }

    /** Role, database and password; each step may have been done by an earlier start. */
    private static void prepare(EmbeddedPostgres postgres, String password, Path accessFile)
            throws SQLException, IOException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            if (isMissing(statement, "SELECT 1 FROM pg_roles WHERE rolname = 'trunkline'")) {
                statement.execute("CREATE ROLE trunkline LOGIN PASSWORD '" + password + "'");
            }
            if (isMissing(statement, "SELECT 1 FROM pg_database WHERE datname = 'trunkline'")) {
                statement.execute("CREATE DATABASE trunkline OWNER trunkline");
            }
            if (!Files.readString(accessFile).equals(ACCESS)) {
                statement.execute("ALTER ROLE postgres PASSWORD '" + password + "'");
                Files.writeString(accessFile, ACCESS);
                statement.execute("SELECT pg_reload_conf()");
            }
        }
    }

    private static boolean isMissing(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    /** The form that {@code TRUNKLINE_DATABASE_URL} has. */
    String url() {
        return "postgresql://trunkline:" + password + "@127.0.0.1:" + postgres.getPort() + "/trunkline";
    }

    @Override
    public void close() throws IOException {
        watch.close();
        postgres.close();
    }
}
