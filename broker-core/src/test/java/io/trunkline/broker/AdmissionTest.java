package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private final BrokerStage stage = new BrokerStage();

    @Test
    void refusesAnUnknownApplication() {
        var stranger = Principals.anyone(new ApplicationId("nowhere"), "x");

        stage.refuses(Reason.UNKNOWN_APPLICATION, stranger, "main", message("m"));
        BrokerStage.refuses(Reason.UNKNOWN_APPLICATION, () -> stage.reader(stranger));
    }

    @Test
    void refusesADisabledApplication() {
        stage.directory.put(Principals.APPLICATION, false, Limits.DEFAULT);

        stage.refuses(Reason.APPLICATION_DISABLED, Principals.anyone(), "main", message("m"));
        BrokerStage.refuses(Reason.APPLICATION_DISABLED, () -> stage.reader(Principals.anyone()));
        assertThat(stage.listener.told("refused")).hasSize(2);
    }

    @Test
    void refusesWithoutThePermission() {
        var chatter = Principals.with(Permissions.PUBLISH + "chat/*");

        stage.publish(chatter, "chat/1", message("m"));

        stage.refuses(Reason.FORBIDDEN_PUBLISH, chatter, "main", message("m"));
        stage.refuses(Reason.FORBIDDEN_PUBLISH, Principals.nobody(), "chat/1", message("m"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"priv/acks", "secure/inbound", "$SYS", "$SYS/broker/uptime", "$share/group/a"})
    void refusesTopicsThatOnlyThePlatformWritesTo(String topic) {
        stage.refuses(Reason.RESERVED_TOPIC, Principals.anyone(), topic, message("m"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"welcome", "ack", "presence"})
    void refusesTypesThatOnlyThePlatformSends(String type) {
        stage.refuses(
                Reason.RESERVED_TYPE, Principals.anyone(), "main", message("m").withType(type));
    }

    @Test
    void thePlatformMayPublishWhatClientsMayNot() {
        var platform = Principals.nobody().asPlatform();

        assertThat(stage.publish(platform, "secure/inbound", message("m").withType("presence"))
                        .id())
                .hasSize(32);
    }

    @Test
    void thePlatformMayWrapAPayloadOfFullSize() {
        var platform = Principals.nobody().asPlatform();

        stage.publish(platform, "main", message("a".repeat(5_120 + 4_096)));

        stage.refuses(Reason.TOO_LARGE, platform, "main", message("a".repeat(5_120 + 4_097)));
    }

    @Test
    void refusesPayloadsAndIdsThatAreTooLarge() {
        stage.limits(new Limits(3, 0, 0, 10));

        stage.publish("main", "123");
        stage.publish(Principals.anyone(), "main", message("1").withId("i".repeat(128)));

        stage.refuses(Reason.TOO_LARGE, Principals.anyone(), "main", message("1234"));
        stage.refuses(Reason.TOO_LARGE, Principals.anyone(), "main", message("éé"));
        stage.refuses(
                Reason.TOO_LARGE, Principals.anyone(), "main", message("1").withId("i".repeat(129)));
        stage.refuses(
                Reason.MALFORMED, Principals.anyone(), "main", message("1").withId(""));
        stage.refuses(
                Reason.TOO_LARGE, Principals.anyone(), "main", message("1").withType("t".repeat(129)));
    }

    @Test
    void holdsTheWholeApplicationToItsRate() {
        stage.limits(new Limits(100, 2, 0, 10));
        stage.publish("main", "1");
        stage.publish(stage.reader(Principals.anyone()).connection().principal(), "main", message("2"));

        stage.refuses(Reason.RATE_EXCEEDED, Principals.anyone(), "main", message("3"));
        stage.publish(Principals.anyone(Principals.OTHER_APPLICATION, "x"), "main", message("theirs"));
        stage.world.setClock(Publications.TIME.plusSeconds(100));
        stage.refuses(Reason.RATE_EXCEEDED, Principals.anyone(), "main", message("a clock that is set earns nothing"));

        stage.world.pass(Duration.ofMillis(500));
        stage.publish("main", "4");
    }

    @Test
    void holdsEachConnectionToItsRate() {
        stage.limits(new Limits(100, 0, 1, 10));
        var one = stage.reader(Principals.anyone()).connection().principal();
        var two = stage.reader(Principals.anyone()).connection().principal();
        stage.publish(one, "main", message("1"));

        stage.refuses(Reason.RATE_EXCEEDED, one, "main", message("2"));

        stage.publish(two, "main", message("1"));
        stage.world.pass(Duration.ofSeconds(1));
        stage.publish(one, "main", message("2"));
    }

    /** The rate was fixed when the connection was opened, so that a tenant who was slowed down went on until it reconnected. */
    @Test
    void theRateOfOpenConnectionsFollowsTheApplication() {
        var one = stage.reader(Principals.anyone()).connection().principal();
        stage.publish(one, "main", message("1"));
        stage.publish(one, "main", message("2"));

        stage.limits(new Limits(100, 0, 1, 10));

        stage.publish(one, "main", message("3"));
        stage.refuses(Reason.RATE_EXCEEDED, one, "main", message("4"));
    }

    @Test
    void stampsWithItsClockAndTheGivenIdOrAMadeOne() {
        var receipt = stage.publish(Principals.anyone(), "main", message("1").withId("mine"));

        assertThat(receipt.id()).isEqualTo("mine");
        assertThat(receipt.time()).isEqualTo(Publications.TIME);
        assertThat(stage.publish("main", "2").id()).matches("[0-9a-f]{32}");
    }
}
