package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.PlatformDependent;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.gateway.realtime.RealtimeGateway.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Many clients at once, and many after each other. */
@ExtendWith(NoLeaks.class)
class CrowdIT {
    private static final int CROWD = 1_000;
    private static final int COMINGS_AND_GOINGS = 5_000;
    private static final long MEGABYTE = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void oneSlowReaderAmongAThousandIsCutAndTheOthersLoseNothing() throws Exception {
        var crowd = new ArrayList<Line>();
        var slowTarget = RealtimeGateway.target(PATIENT, RealtimeGateway.token(PATIENT, "slow"));
        try (var slow = gateway.dial(4096, slowTarget)) {
            slow.sendText("{\"type\":\"subscribe\",\"data\":{\"topic\":\"flood\"}}");
            slow.readText();
            slow.readText();
            while (crowd.size() < CROWD - 1) {
                crowd.add(gateway.open(PATIENT, "reader-" + crowd.size()).on("flood"));
            }

            var number = 0;
            while (publish(number) == CROWD) {
                allHear(crowd, number++);
            }
            allHear(crowd, number);

            assertThat(slow.readClose().reason())
                    .isEqualTo(CloseStatus.of(Reason.SLOW_READER).text());
            assertThat(publish(++number)).isEqualTo(CROWD - 1);
            allHear(crowd, number);
        } finally {
            for (var line : crowd) {
                line.close();
            }
        }
    }

    /** How many heard it. */
    private static int publish(int number) throws IOException, InterruptedException {
        var message = "\"%d %s\"".formatted(number, "x".repeat(29_000));
        var answer = gateway.post(
                "/api/topics/" + PATIENT + "/publish",
                RealtimeGateway.adminToken(PATIENT, "realtime:publisher:write:topic:*"),
                "{\"topic\":\"flood\",\"message\":" + message + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("subscribers").asInt();
    }

    private static void allHear(List<Line> crowd, int number) throws IOException {
        for (var line : crowd) {
            assertThat(line.next())
                    .startsWith("{\"topic\":\"flood\",\"messageType\":\"broadcast\",\"data\":\"" + number + " x");
        }
    }

    @Test
    void whoCameAndWentLeavesNothingBehind() throws Exception {
        comeAndGo("early-", COMINGS_AND_GOINGS / 5);
        var heap = heap();
        var direct = direct();

        comeAndGo("late-", COMINGS_AND_GOINGS);

        await().untilAsserted(() -> {
            assertThat(heap() - heap).as("bytes of heap").isLessThan(MEGABYTE);
            assertThat(direct() - direct).as("bytes outside the heap").isLessThan(MEGABYTE);
        });
    }

    /** Half of them say goodbye. */
    private static void comeAndGo(String names, int times) throws IOException {
        for (var i = 0; i < times; i++) {
            try (var line = gateway.open(A, names + i).on("a-topic-of-" + i)) {
                if (i % 2 == 0) {
                    line.client().send(WireClient.frame(0x80 | WireClient.CLOSE, new byte[] {3, (byte) 0xe8}));
                    line.client().readClose();
                }
            }
        }
    }

    private static long heap() {
        for (var i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long direct() {
        return PlatformDependent.usedDirectMemory();
    }
}
