package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.target;
import static io.trunkline.gateway.realtime.RealtimeGateway.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a change of an application does to its open lines, at once; and who is not waited for. */
@ExtendWith(NoLeaks.class)
class LiveChangesIT {
    /** Lines are looked at every five seconds anyway: so many in a row would take far longer than is allowed here. */
    private static final int TIMES = 12;

    private static final Duration ALLOWED = Duration.ofSeconds(10);

    private static final String CHANGING = "1".repeat(32);
    private static final String GRACEFUL = "2".repeat(32);

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory, "trunkline.identity.clock-skew=1h");
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static void put(String application, Map<String, ?> changes) {
        Directories.put(
                gateway.running().bean(Applications.class),
                Directories.with(Directories.application(application), changes));
    }

    @Test
    void aLineWhoseTokenHasEndedEndsWhenThatIsSwitchedOn() throws IOException {
        var ended = Tokens.hs256(
                Directories.clientSecret(CHANGING),
                Map.of("sub", "ann", "exp", Instant.now().minusSeconds(60).getEpochSecond()));
        var waited = Duration.ZERO;
        for (var i = 0; i < TIMES; i++) {
            put(CHANGING, Map.of());
            try (var client = gateway.dial(0, target(CHANGING, ended))) {
                client.readText();
                var changed = System.nanoTime();
                put(CHANGING, Map.of("closeAtTokenExpiry", true));

                assertThat(client.readClose().reason()).isEqualTo("The token has expired!");
                waited = waited.plusNanos(System.nanoTime() - changed);
            }
        }
        assertThat(waited).isLessThan(ALLOWED);
    }

    @Test
    void nobodyIsWaitedForWhoHasNoSubjectToComeBackUnder() throws IOException {
        put(GRACEFUL, Map.of("presenceGraceSeconds", 3600));
        var nobody = Tokens.hs256(Directories.clientSecret(GRACEFUL), Map.of());
        try (var backend = gateway.open(GRACEFUL, "backend", "realtime:subscriber:read:topic:secure/*")
                        .on("secure/inbound");
                var ann = gateway.dial(0, target(GRACEFUL, token(GRACEFUL, "ann")));
                var nameless = gateway.dial(0, target(GRACEFUL, nobody))) {
            var annId = RealtimeGateway.connectionId(ann.readText());
            var id = RealtimeGateway.connectionId(nameless.readText());
            assertThat(backend.next()).contains(annId).contains("\"status\":\"connected\"");
            assertThat(backend.next()).contains(id).contains("\"status\":\"connected\"");

            ann.close();
            nameless.close();

            assertThat(backend.next()).contains(id).contains("\"status\":\"disconnected\"");
        }
    }
}
