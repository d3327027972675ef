package io.trunkline.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.Broker;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import io.trunkline.gateway.realtime.NoLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How many streams there may be, how often they may come, and what ends them or their subscriptions. */
@ExtendWith(NoLeaks.class)
class EventsBoundsIT {
    private static final String A = "a".repeat(32);
    private static final String STRICT = "b".repeat(32);

    @TempDir
    private static Path directory;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = start(directory);
    }

    private static RunningGateway start(Path directory, String... settings) {
        var strict = Directories.with(Directories.application(STRICT), Map.of("closeAtTokenExpiry", true));
        return RunningGateway.start(directory, List.of(Directories.application(A), strict), settings);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static EventReader get(RunningGateway from, String application, Map<String, ?> claims, String... headers)
            throws IOException {
        return new EventReader(from.port(), 0, "GET " + path(application, claims), headers);
    }

    private static String path(String application, Map<String, ?> claims) {
        var token = Tokens.hs256(Directories.clientSecret(application), claims);
        return "/apps/" + application + "/events?topic=secure/inbound&topic=news&access_token=" + token;
    }

    private static Map<String, Object> claims(String subject, Instant expiry) {
        var permissions = List.of("realtime:subscriber:read:topic:secure/*");
        return Map.of("sub", subject, "exp", expiry.getEpochSecond(), "permissions", permissions);
    }

    private static EventReader open(String application, String subject, Instant expiry) throws IOException {
        var reader = get(gateway, application, claims(subject, expiry));
        assertThat(reader.head()).startsWith("http/1.1 200 ");
        assertThat(reader.event()).contains("\"messageType\":\"welcome\"");
        return reader;
    }

    private static Instant later() {
        return Instant.now().plusSeconds(3600);
    }

    private static void publish() {
        publish(gateway, "still there");
    }

    private static void publish(RunningGateway to, String text) {
        var backend = new Principal(
                new ApplicationId(A), "backend", Permissions.of(List.of("realtime:publisher:write:topic:*")));
        var message = Message.of(Payload.text(text));
        to.bean(Broker.class).publish(backend, Topic.of("news"), message).block();
    }

    @Test
    void theNewestStreamOfASubjectStays() throws IOException {
        try (var first = open(A, "ann", later());
                var other = open(A, "bob", later());
                var second = open(A, "ann", later())) {
            assertThat(first.event()).startsWith("event: close\n").contains("\"code\":\"replaced\"");
            assertThat(first.event()).isNull();
            publish();
            assertThat(second.event()).contains("still there");
            assertThat(other.event()).contains("still there");
        }
    }

    @Test
    void aStreamEndsWithItsTokenWhereTheApplicationWantsThat() throws IOException {
        var soon = Instant.now().plusSeconds(4);
        try (var strict = open(STRICT, "ann", soon);
                var elsewhere = open(A, "carl", soon)) {
            assertThat(strict.event()).startsWith("event: close\n").contains("\"code\":\"token-expired\"");
            assertThat(strict.event()).isNull();
            publish();
            assertThat(elsewhere.event()).contains("still there");
        }
    }

    /** Lines are looked at every five seconds anyway: so many in a row would take far longer than is allowed here. */
    @Test
    void aStreamWhoseTokenHasEndedEndsWhenThatIsSwitchedOn(@TempDir Path own) throws IOException {
        try (var other = start(own, "trunkline.identity.clock-skew=1h")) {
            var waited = Duration.ZERO;
            for (var i = 0; i < 12; i++) {
                var applications = other.bean(Applications.class);
                Directories.put(applications, Directories.application(A));
                try (var reader = get(other, A, claims("ann", Instant.now().minusSeconds(60)))) {
                    assertThat(reader.head()).startsWith("http/1.1 200 ");
                    assertThat(reader.event()).contains("\"messageType\":\"welcome\"");
                    var changed = System.nanoTime();
                    Directories.put(
                            applications,
                            Directories.with(Directories.application(A), Map.of("closeAtTokenExpiry", true)));

                    assertThat(reader.event()).contains("\"code\":\"token-expired\"");
                    waited = waited.plusNanos(System.nanoTime() - changed);
                }
            }
            assertThat(waited).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void limitsHoldForOpenStreamsAsTheyAreNow() throws IOException {
        var changing = "d".repeat(32);
        var applications = gateway.bean(Applications.class);
        limit(applications, changing, 64 << 20);
        try (var slow = new EventReader(gateway.port(), 4096, "GET " + path(changing, claims("slow", later())))) {
            slow.head();
            slow.event();
            limit(applications, changing, 8 << 10);

            var connections = gateway.bean(LocalBroker.class).connections();
            var backend = new Principal(
                    new ApplicationId(changing),
                    "backend",
                    Permissions.of(List.of("realtime:publisher:write:topic:*")));
            var message = Message.of(Payload.text("x".repeat(4_000)));
            for (var sent = 0; sent < 5_000; sent++) {
                gateway.bean(Broker.class)
                        .publish(backend, Topic.of("news"), message)
                        .block();
            }
            await().until(() ->
                    connections.of(new ApplicationId(changing)).findAny().isEmpty());
        }
    }

    private static void limit(Applications applications, String application, int sendBufferBytes) {
        var changes = Map.of("limits", Map.of("sendBufferBytes", sendBufferBytes));
        Directories.put(applications, Directories.with(Directories.application(application), changes));
    }

    /** It takes nothing for longer than it is given, but then it does. */
    @Test
    void aReaderThatReadsOnHearsWhyItWasCut(@TempDir Path own) throws IOException {
        try (var other = start(own, "trunkline.events.close-within=5s");
                var slow = new EventReader(other.port(), 4096, "GET " + path(A, claims("slow", later())))) {
            slow.head();
            slow.event();
            var connections = other.bean(LocalBroker.class).connections();
            while (connections.size() > 0) {
                publish(other, "x".repeat(4_000));
            }
            await().pollDelay(Duration.ofMillis(7_500)).until(() -> true);

            var last = "";
            for (var event = slow.event(); event != null; event = slow.event()) {
                last = event;
            }
            assertThat(last).startsWith("event: close\n").contains("\"code\":\"slow-reader\"");
        }
    }

    @Test
    void hearsThatASubscriptionHasEnded() throws IOException {
        var changing = "c".repeat(32);
        var application = Directories.application(changing);
        var applications = gateway.bean(Applications.class);
        Directories.put(applications, application);
        try (var reader = open(changing, "ann", later())) {
            Directories.put(applications, Directories.with(application, Map.of("enableWebSocketInboundTopic", false)));

            assertThat(reader.event())
                    .startsWith("data: {\"topic\":\"secure/inbound\",\"messageType\":\"unsubscribed\",")
                    .contains("\"code\":\"forbidden-subscribe\"");
        }
    }

    /** One a second comes through, and how fast these come is the machine's affair. */
    @Test
    void whoComesBackWithoutPauseIsSlowedDown(@TempDir Path own) throws IOException {
        try (var other = start(
                own,
                "trunkline.http.trusted-proxies=127.0.0.1",
                "trunkline.handshakes.subject-burst=1",
                "trunkline.handshakes.address-burst=1",
                "trunkline.handshakes.address-per-second=1")) {
            var ofOneSubject = new ArrayList<String>();
            var fromOneAddress = new ArrayList<String>();
            for (var i = 0; i < 10; i++) {
                ofOneSubject.add(status(other, "ann", "203.0.113." + i));
                fromOneAddress.add(status(other, "bob" + i, "198.51.100.1"));
            }

            assertThat(ofOneSubject).startsWith("200").contains("429").isSubsetOf("200", "429");
            assertThat(fromOneAddress).startsWith("200").contains("429").isSubsetOf("200", "429");
        }
    }

    private static String status(RunningGateway from, String subject, String address) throws IOException {
        try (var reader = get(from, A, claims(subject, later()), "X-Forwarded-For: " + address)) {
            return reader.head().substring("http/1.1 ".length()).substring(0, 3);
        }
    }
}
