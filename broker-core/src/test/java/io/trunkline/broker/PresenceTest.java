package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class PresenceTest {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Principal ANN = Principals.anyone(Principals.APPLICATION, "ann");

    private final BrokerStage stage = new BrokerStage();
    private BrokerStage.Reader backend;

    @BeforeEach
    void aBackendListens() {
        grace(Duration.ZERO);
        backend = stage.exit(TopicFilter.exact(Inbound.TOPIC));
    }

    private void grace(Duration grace) {
        stage.inbound(new Inbound(true, true, grace));
    }

    private BrokerStage.Reader client(Principal principal) {
        return stage.client(principal, LineKind.WEBSOCKET, Tenure.ALWAYS);
    }

    /** What the backend heard: each connection's id, shortened to a letter by its order, and the news or the message. */
    private List<String> heard(BrokerStage.Reader... lines) {
        return backend.outbox().deliveries().stream()
                .map(delivery -> delivery.publication())
                .map(told -> index(String.valueOf(told.publisher().connectionId()), lines) + " "
                        + Publications.text(told).replaceAll(".*\"status\":\"(\\w+)\".*", "$1"))
                .toList();
    }

    private static int index(String id, BrokerStage.Reader... lines) {
        for (var i = 0; i < lines.length; i++) {
            if (lines[i].connection().id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private void say(BrokerStage.Reader line, String text) {
        stage.publish(line.connection().principal().asPlatform(), Inbound.TOPIC.name(), message(text));
    }

    @Test
    void newsAreFramesOfThePlatform() {
        var line = client(ANN);
        line.connection().close(Reason.CLOSED_BY_PEER);

        assertThat(backend.heard())
                .containsExactly("{\"code\":0,\"status\":\"connected\"}", "{\"code\":-1,\"status\":\"disconnected\"}");
        assertThat(backend.outbox().deliveries()).allSatisfy(delivery -> {
            var told = delivery.publication();
            assertThat(told.message().type()).isEqualTo("presence");
            assertThat(told.topic()).isEqualTo(Inbound.TOPIC);
            assertThat(told.publisher().permissions().isPlatform()).isTrue();
            assertThat(told.publisher().permissions().claims())
                    .isEqualTo(ANN.permissions().claims());
            assertThat(told.publisher().subject()).isEqualTo("ann");
        });
    }

    @Test
    void aClientComesThenSpeaksThenGoes() {
        var line = client(ANN);
        say(line, "hello");
        line.connection().close(Reason.IDLE);

        assertThat(heard(line)).containsExactly("0 connected", "0 hello", "0 disconnected");
        BrokerStage.refuses(Reason.TERMINATED, () -> say(line, "too late"));
    }

    @Test
    void aClientHearsNothingOfItsOwnComing() {
        var line = client(ANN).to("secure/inbound");
        var other = client(Principals.anyone(Principals.APPLICATION, "other"));

        assertThat(line.outbox().deliveries())
                .extracting(delivery -> delivery.publication().publisher().connectionId())
                .containsExactly(other.connection().id());
    }

    @Test
    void onlyLinesThatTakePartAreTold() {
        for (var kind : List.of(LineKind.EVENTS, LineKind.MQTT, LineKind.EXIT)) {
            stage.client(ANN, kind, Tenure.ALWAYS).connection().close(Reason.IDLE);
        }

        assertThat(backend.heard()).isEmpty();
    }

    @Test
    void nothingIsToldWhileNobodyTakesIt() {
        stage.inbound(Inbound.OFF);
        var before = client(ANN);
        grace(Duration.ZERO);
        before.connection().close(Reason.IDLE);
        var line = client(ANN);
        stage.inbound(Inbound.OFF);

        line.connection().close(Reason.IDLE);

        assertThat(heard(line)).containsExactly("0 connected");
    }

    @Test
    void theReplacedGoesBeforeTheNewOneComes() {
        stage.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 9, Limits.DEFAULT)
                .withInbound(new Inbound(true, true, Duration.ZERO)));
        var first = client(ANN);
        var second = client(ANN);

        assertThat(heard(first, second)).containsExactly("0 connected", "0 disconnected", "1 connected");
    }

    @Test
    void oneThatIsNotLetInIsNotTold() {
        BrokerStage.refuses(
                Reason.UNAUTHENTICATED, () -> stage.client(ANN, LineKind.WEBSOCKET, () -> Reason.UNAUTHENTICATED));

        assertThat(backend.heard()).isEmpty();
    }

    /** The rate is for what clients say; a client whose going was refused would be there for ever. */
    @Test
    void newsAreToldWhateverTheLimits() {
        stage.directory.put(
                new ApplicationPolicy(Principals.APPLICATION, true, 9, new Limits(1, 1, 1, 10).withBytesPerDay(1))
                        .withInbound(new Inbound(true, true, Duration.ZERO)));

        var line = client(ANN);
        line.connection().close(Reason.IDLE);

        assertThat(heard(line)).containsExactly("0 connected", "0 disconnected");
    }

    @Test
    void whatIsBeingSaidIsHeardBeforeItsSpeakerGoes() {
        var line = client(ANN);
        var written = Sinks.<Void>empty();
        backend.outbox().congestedUntil(written.asMono());
        var saying = stage.broker.publish(line.connection().principal().asPlatform(), Inbound.TOPIC, message("hello"));

        saying.subscribe();
        line.connection().close(Reason.TERMINATED);
        assertThat(heard(line)).containsExactly("0 connected", "0 hello");
        written.tryEmitEmpty();

        assertThat(heard(line)).containsExactly("0 connected", "0 hello", "0 disconnected");
    }

    @Test
    void whoStopsWaitingHasSpoken() {
        var line = client(ANN);
        backend.outbox().congestedUntil(Mono.never());
        stage.broker
                .publish(line.connection().principal().asPlatform(), Inbound.TOPIC, message("hello"))
                .subscribe()
                .dispose();

        line.connection().close(Reason.TERMINATED);

        assertThat(heard(line)).containsExactly("0 connected", "0 hello", "0 disconnected");
    }

    @Test
    void aClientThatIsBackWithinTheGraceWasNeverAway() {
        grace(GRACE);
        var first = client(ANN);
        first.connection().close(Reason.CLOSED_BY_PEER);
        stage.world.pass(GRACE.minusNanos(1));
        var second = client(ANN);
        stage.world.pass(GRACE);
        say(second, "hello");
        second.connection().close(Reason.CLOSED_BY_PEER);

        assertThat(heard(first, second)).containsExactly("0 connected", "1 hello");
        stage.world.pass(GRACE);

        assertThat(heard(first, second)).containsExactly("0 connected", "1 hello", "0 disconnected");
    }

    @Test
    void nobodyIsWaitedForWhoHasNoSubjectToComeBackUnder() {
        grace(GRACE);
        var nameless = client(Principals.of(Principals.APPLICATION, ""));
        nameless.connection().close(Reason.CLOSED_BY_PEER);

        assertThat(heard(nameless)).containsExactly("0 connected", "0 disconnected");
    }

    @Test
    void aClientThatComesBackTooLateHadGone() {
        grace(GRACE);
        var first = client(ANN);
        first.connection().close(Reason.CLOSED_BY_PEER);
        stage.world.pass(GRACE);
        var second = client(ANN);

        assertThat(heard(first, second)).containsExactly("0 connected", "0 disconnected", "1 connected");
    }

    @Test
    void anotherSubjectIsNotTheOneThatWentAway() {
        grace(GRACE);
        var first = client(ANN);
        first.connection().close(Reason.CLOSED_BY_PEER);
        var other = client(Principals.anyone(Principals.APPLICATION, "other"));
        stage.world.pass(GRACE);

        assertThat(heard(first, other)).containsExactly("0 connected", "1 connected", "0 disconnected");
    }

    @Test
    void theReplacedWithinTheGraceIsNotTold() {
        grace(GRACE);
        var first = client(ANN);
        var second = client(ANN);
        stage.world.pass(GRACE);

        assertThat(first.outbox().closedWith()).isEqualTo(Reason.REPLACED);
        assertThat(heard(first, second)).containsExactly("0 connected");
    }

    @Test
    void whenTheNodeGoesDownAllAreToldToHaveGone() {
        grace(GRACE);
        var away = client(ANN);
        away.connection().close(Reason.CLOSED_BY_PEER);
        var there = client(Principals.anyone(Principals.APPLICATION, "other"));

        stage.broker.dispose();

        assertThat(heard(away, there))
                .containsExactlyInAnyOrder("0 connected", "1 connected", "0 disconnected", "1 disconnected");
        assertThat(backend.outbox().closedWith()).isEqualTo(Reason.SHUTDOWN);
    }

    @Test
    void namesWhoHearsATopicPageByPage() {
        stage.limits(Limits.DEFAULT.withConnectionsPerSubject(0));
        var exact = client(ANN).to("a/b").to("a/+");
        var wild = client(ANN).to("a/#");
        client(ANN).to("b");
        stage.exit(TopicFilter.levels("a/b"));
        var presence = stage.broker.presence();

        var all = presence.on(Principals.APPLICATION, Topic.of("a/b"), 10, null);
        var first = presence.on(Principals.APPLICATION, Topic.of("a/b"), 1, null);
        var second = presence.on(Principals.APPLICATION, Topic.of("a/b"), 1, first.next());

        assertThat(all.total()).isEqualTo(2);
        assertThat(all.next()).isNull();
        assertThat(all.present())
                .allSatisfy(one -> assertThat(one.subject()).isEqualTo("ann"))
                .allSatisfy(one -> assertThat(one.since()).isEqualTo(Publications.TIME))
                .extracting(one -> one.connectionId())
                .containsExactlyInAnyOrder(
                        exact.connection().id(), wild.connection().id())
                .isSorted();
        assertThat(first.present()).containsExactly(all.present().get(0));
        assertThat(second.present()).containsExactly(all.present().get(1));
        assertThat(second.next()).isNull();
        assertThat(presence.on(Principals.OTHER_APPLICATION, Topic.of("a/b"), 10, null)
                        .total())
                .isZero();
    }

    @Test
    void namesNobodyWhoMayNotHearTheTopic() {
        client(Principals.with("realtime:subscriber:read:topic:secure/*", "realtime:subscriber:read:topic:!secure/b"))
                .to("secure/#");
        var presence = stage.broker.presence();

        assertThat(presence.on(Principals.APPLICATION, Topic.of("secure/a"), 10, null)
                        .total())
                .isEqualTo(1);
        assertThat(presence.on(Principals.APPLICATION, Topic.of("secure/b"), 10, null)
                        .total())
                .isZero();
    }
}
