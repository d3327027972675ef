package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tenant says what its topics keep, and it holds on the running gateway. */
@ExtendWith(SharedPlatform.class)
class TopicSettingsIT {
    private final Application application;
    private final Devices devices;
    private final Api tenant;

    TopicSettingsIT(Platform platform) {
        application = Api.of(platform).create("keeping");
        devices = new Devices(application);
        tenant = Api.of(platform).with(application.adminToken(Application.MANAGE));
    }

    private int put(String pattern, String body) {
        var path = "/admin/v1/applications/" + application.id() + "/topics/" + pattern;
        return tenant.call("PUT", path, body).status();
    }

    @Test
    void whoComesLaterHearsTheLastValueOfTopicsThatKeepIt() throws Exception {
        assertThat(put("rooms/a-secret", "{}")).isEqualTo(201);
        assertThat(put("rooms/%23", "{\"state\":true}")).isEqualTo(201);

        await().atMost(Duration.ofSeconds(30)).until(this::isLobbyKept);

        try (var device = new PahoDevice5(devices.login())) {
            device.subscribe("rooms/#", 1);

            var first = device.next();
            // in the order of their names: one that was kept of the secret room would have come before
            assertThat(first.topic()).isEqualTo("rooms/lobby");
            assertThat(first.text()).isEqualTo("open");
            assertThat(first.retain()).isTrue();
        }
    }

    /** A change takes up to a second to reach the gateway. */
    private boolean isLobbyKept() throws Exception {
        assertThat(application.publish("rooms/a-secret", "\"hush\"").status()).isEqualTo(200);
        assertThat(application.publish("rooms/lobby", "\"open\"").status()).isEqualTo(200);
        try (var device = new PahoDevice5(devices.login())) {
            device.subscribe("rooms/lobby", 1);
            await().atMost(Duration.ofSeconds(1)).until(() -> device.waiting() > 0);
            return true;
        } catch (ConditionTimeoutException nothing) {
            return false;
        }
    }
}
