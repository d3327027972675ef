package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of sessions that are back before their application is known, or known as it is now. */
class RestoredApplicationTest {
    private final Doors doors = new Doors();

    @AfterEach
    void close() {
        doors.close();
    }

    @Test
    void waitsForItsApplicationToBeKnown() {
        doors.kept(true, "r", false).subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        doors.directory().without("app");
        doors.kill();
        assertThat(doors.stage().broker().connections().size()).isZero();

        doors.directory().learn("app");

        await().until(() -> doors.stage().broker().connections().size() == 1);
        doors.kept(true, "r", true);
    }

    @Test
    void comesBackBeforeItsTurnWithItsClient() {
        doors.kept(true, "r", false).subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        doors.kept(true, "other", false);
        doors.directory().without("app");
        doors.kill();
        doors.directory().learnAndSayNothing("app");

        var back = doors.kept(true, "r", true);

        assertThat(doors.stage().broker().connections().size()).isOne();
        back.publish("t", "1", MqttQoS.AT_MOST_ONCE, 0);
        assertThat(back.next(MqttMessageType.PUBLISH).payload()).isEqualTo("1");
    }

    @Test
    void isGoneWithItsApplicationsPermissionToBeThere() {
        doors.kept(true, "r", false);
        await().until(() -> doors.sessions().containsKey("app/r"));
        doors.directory().disabling("app");

        doors.kill();

        await().until(() -> doors.sessions().isEmpty());
    }

    @Test
    void isNotGoneByWhatMayBeOld() {
        doors.kept(true, "r", false);
        await().until(() -> doors.sessions().containsKey("app/r"));
        doors.directory().old().disabling("app");
        doors.kill();
        assertThat(doors.stage().broker().connections().size()).isZero();

        doors.directory().learnEnabled("app");

        await().until(() -> doors.stage().broker().connections().size() == 1);
        doors.kept(true, "r", true);
    }
}
