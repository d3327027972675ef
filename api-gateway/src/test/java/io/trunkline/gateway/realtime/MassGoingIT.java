package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.Arrival;
import io.trunkline.broker.Connection;
import io.trunkline.broker.LineKind;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.Tenure;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of lines that go at once, and a backend with the usual send buffer that hears of each. */
@ExtendWith(NoLeaks.class)
class MassGoingIT {
    private static final int CROWD = 5_000;

    /** Much is shown of each client, so that all of it is more than any socket's buffers. */
    private static final Permissions TALKATIVE = Permissions.of(IntStream.range(0, 100)
            .mapToObj(i -> "realtime:publisher:write:topic:a-topic-with-a-long-name-" + i)
            .toList());

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

    /** The end of a line of the crowd, which has no socket: what matters is what the backend hears. */
    private static final class Exit implements Outbox {
        private final List<Reason> closed = new CopyOnWriteArrayList<>();

        @Override
        public Offer offer(Delivery delivery) {
            return Offer.TAKEN;
        }

        @Override
        public void close(Reason reason) {
            closed.add(reason);
        }

        @Override
        public long waitingBytes() {
            return 0;
        }
    }

    private static Connection come(int number, Exit exit) {
        var client = new Principal(new ApplicationId(A), "client-" + number, TALKATIVE);
        return gateway.running()
                .bean(LocalBroker.class)
                .connect(Arrival.of(client, exit).as(LineKind.WEBSOCKET, Tenure.ALWAYS));
    }

    @Test
    void aBackendHearsOfAllWhoGoAtOnceAndIsNotCut() throws Exception {
        var exits = Stream.generate(Exit::new).limit(CROWD).toList();
        var crowd = new ArrayList<Connection>();
        for (var i = 0; i < CROWD; i++) {
            crowd.add(come(i, exits.get(i)));
        }
        var target = RealtimeGateway.target(
                A, RealtimeGateway.token(A, "backend", "realtime:subscriber:read:topic:secure/inbound"));
        try (var backend = gateway.dial(4096, target)) {
            backend.readText();
            backend.sendText("{\"type\":\"subscribe\",\"data\":{\"topic\":\"secure/inbound\"}}");
            backend.readText();

            crowd.forEach(line -> line.close(Reason.TERMINATED));
            assertThat(exits).allSatisfy(exit -> assertThat(exit.closed).containsExactly(Reason.TERMINATED));

            assertThat(gone(backend, CROWD))
                    .hasSize(CROWD)
                    .isEqualTo(Set.copyOf(crowd.stream().map(Connection::id).toList()));
            assertStillThere(backend);
        }
    }

    private static Set<String> gone(WireClient backend, int number) throws IOException {
        var ids = new HashSet<String>();
        for (var i = 0; i < number; i++) {
            var news = backend.readText();
            assertThat(news).contains("\"status\":\"disconnected\"");
            ids.add(news.replaceAll(".*\"connectionId\":\"([0-9a-f]{32})\".*", "$1"));
        }
        return ids;
    }

    private static void assertStillThere(WireClient backend) throws IOException {
        backend.sendText("{\"type\":\"subscribe\",\"data\":{\"topic\":\"after\"}}");
        assertThat(backend.readText()).contains("welcome", "after");
    }
}
