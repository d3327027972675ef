package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two applications with the same topics and the same subjects: what one does by any frame or packet, the other does not hear. */
@ExtendWith(SharedPlatform.class)
class CrossTenantLinesIT {
    private static final List<String> TOPICS = List.of("secure/room", "secure/inbound");

    private final Platform platform;
    private final Tenant mine;
    private final Tenant theirs;

    CrossTenantLinesIT(Platform platform) throws InterruptedException {
        this.platform = platform;
        mine = new Tenant(Api.of(platform), "mine");
        theirs = new Tenant(Api.of(platform), "theirs");
        for (var topic : TOPICS) {
            mine.subscribe(topic);
            theirs.subscribe(topic);
        }
    }

    @AfterEach
    void leave() {
        mine.close();
        theirs.close();
    }

    @Test
    void noFrameReachesAnotherApplication() throws InterruptedException {
        for (var topic : List.of("shared", "main", "secure/room", "priv/resident", "priv/" + mine.connectionId())) {
            theirs.send("publish", "{\"topic\":\"" + topic + "\",\"payload\":\"of theirs\"}");
        }
        theirs.send("message", "{\"payload\":\"of theirs\"}");
        theirs.send("unsubscribe", "{\"topic\":\"shared\"}");
        theirs.send("publish", "{\"topic\":\"main\",\"payload\":\"the last of theirs\"}");
        hears(theirs, "the last of theirs");

        hearsOnlyItself(mine);
    }

    @Test
    void noCallForOnesOwnApplicationReachesALineOfAnother() throws InterruptedException {
        var backend = Api.of(platform).with(theirs.adminToken());
        var body = "{\"topicPatterns\":[\"*\"],\"subject\":\"resident\"}";
        assertThat(backend.post("/api/topics/" + theirs.id() + "/unsubscribe", body)
                        .status())
                .isEqualTo(200);
        theirs.application().publish("shared", "\"of theirs\"", theirs.adminToken());
        theirs.application().publish("priv/" + mine.connectionId(), "\"of theirs\"", theirs.adminToken());
        assertThat(backend.call("DELETE", "/api/connections/" + theirs.id(), null)
                        .status())
                .isEqualTo(200);

        hearsOnlyItself(mine);
    }

    @Test
    void noPacketOrEventReachesAnotherApplication() throws InterruptedException {
        var events = platform.installation().url("/apps/" + theirs.id() + "/events?topic=shared&topic=secure/room");
        var port = Integer.toString(platform.installation().mqtt());
        var token = theirs.clientToken("device");
        try (var stream = Peer.program(
                        "curl", "-sN", "-H", "Authorization: Bearer " + theirs.clientToken("page"), events);
                var device = Peer.program(
                        "mosquitto_sub",
                        "-d",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        port,
                        "-u",
                        theirs.id(),
                        "-P",
                        token,
                        "-t",
                        "#")) {
            device.line(line -> line.contains("Subscribed"), Program.PATIENCE);
            stream.line(line -> line.contains("welcome"), Program.PATIENCE);

            mine.send("publish", "{\"topic\":\"shared\",\"payload\":\"of mine\"}");
            mine.send("publish", "{\"topic\":\"secure/room\",\"payload\":\"of mine\"}");
            hearsOnlyItself(mine);
            theirs.application().publish("shared", "\"the end of theirs\"", theirs.adminToken());

            device.line(line -> line.contains("the end of theirs"), Program.PATIENCE);
            stream.line(line -> line.contains("the end of theirs"), Program.PATIENCE);
            assertThat(device.lines()).noneMatch(line -> line.contains("of mine"));
            assertThat(stream.lines()).noneMatch(line -> line.contains("of mine"));
        }
    }

    /** Up to a last message of its own. */
    private static void hearsOnlyItself(Tenant tenant) throws InterruptedException {
        tenant.send("publish", "{\"topic\":\"shared\",\"payload\":\"the end\"}");

        assertThat(hears(tenant, "the end")).noneMatch(frame -> frame.contains("theirs"));
        assertThat(tenant.isConnected()).isTrue();
    }

    /** All frames up to this one. */
    private static List<String> hears(Tenant tenant, String last) throws InterruptedException {
        var heard = new ArrayList<String>();
        do {
            heard.add(tenant.frame());
        } while (!heard.get(heard.size() - 1).contains(last));
        return heard;
    }
}
