package io.trunkline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void keepsItsDataOverARestartAndWritesThroughToTheDisk() throws Exception {
        try (var data = DataDirectory.open(directory)) {
            try (var database = EmbeddedDatabase.start(data);
                    var connection = connect(database)) {
                assertThat(answer(connection, "SHOW fsync")).isEqualTo("on");
                assertThat(answer(connection, "SHOW synchronous_commit")).isEqualTo("on");
                assertThat(answer(connection, "SHOW server_version")).startsWith("18");
                assertThat(answer(connection, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
                connection.createStatement().execute("CREATE TABLE kept AS SELECT 'from before' AS word");
                assertThat(Files.getPosixFilePermissions(directory.resolve("postgres-binaries")))
                        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            }
            try (var database = EmbeddedDatabase.start(data);
                    var connection = connect(database)) {
                assertThat(answer(connection, "SELECT word FROM kept")).isEqualTo("from before");
            }
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        try (var data = DataDirectory.open(directory);
                var database = EmbeddedDatabase.start(data)) {
            var address = address(database);

            for (var user : new String[] {"postgres", "trunkline"}) {
                assertThatThrownBy(() -> DriverManager.getConnection(address, user, "a guess"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password authentication failed");
            }
        }
    }

    @Test
    void stopsAServerThatOutlivedItsJvmAndRecoversItsData() throws Exception {
        try (var data = DataDirectory.open(directory)) {
            PostgresServer server;
            EmbeddedDatabase lost;
            try (var database = EmbeddedDatabase.start(data)) {
                server = PostgresServer.running(directory.resolve("postgres-18"));
                lost = database;
            }
            assertThat(server.start()).isTrue();
            try (var connection = connect(lost)) {
                connection.createStatement().execute("CREATE TABLE kept AS SELECT 'committed' AS word");
            }
            var orphan = postmaster();

            try (var database = EmbeddedDatabase.start(data);
                    var connection = connect(database)) {
                assertThat(orphan.isAlive()).isFalse();
                assertThat(answer(connection, "SELECT word FROM kept")).isEqualTo("committed");
            }
        }
    }

    @Test
    void startsAServerAgainThatWasKilledAndDoesNotStartOneThatItHasStopped() throws Exception {
        try (var data = DataDirectory.open(directory)) {
            var database = EmbeddedDatabase.start(data);
            try (database) {
                try (var connection = connect(database)) {
                    connection.createStatement().execute("CREATE TABLE kept AS SELECT 'committed' AS word");
                }
                var killed = postmaster();
                killed.destroyForcibly();

                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> postmaster().pid() != killed.pid() && isKept(database));
            }
            assertThat(Postmaster.on(directory.resolve("postgres-18"))).isEmpty();
        }
    }

    private static boolean isKept(EmbeddedDatabase database) throws SQLException {
        try (var connection = connect(database)) {
            return answer(connection, "SELECT word FROM kept").equals("committed")
                    && answer(connection, "SHOW fsync").equals("on");
        }
    }

    @Test
    void leavesAProgramAloneThatMerelyHasTheNumberOfAServerOfOld() throws Exception {
        try (var data = DataDirectory.open(directory)) {
            EmbeddedDatabase.start(data).close();
            var stranger = new ProcessBuilder("sleep", "60").start();
            try {
                Files.writeString(directory.resolve("postgres-18/postmaster.pid"), stranger.pid() + "\n");

                assertThat(Postmaster.on(directory.resolve("postgres-18"))).isEmpty();
                assertThat(stranger.isAlive()).isTrue();
            } finally {
                stranger.destroy();
            }
        }
    }

    private ProcessHandle postmaster() throws IOException {
        var lines = Files.readAllLines(directory.resolve("postgres-18/postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.get(0))).orElseThrow();
    }

    private static String address(EmbeddedDatabase database) {
        var url = URI.create(database.url());
        return "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath();
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        var login = URI.create(database.url()).getUserInfo().split(":");
        var properties = new Properties();
        properties.put("user", login[0]);
        properties.put("password", login[1]);
        return DriverManager.getConnection(address(database), properties);
    }

    private static String answer(Connection connection, String query) throws SQLException {
        try (var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
