package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people do with MQTT, by the libraries they do it with. */
@ExtendWith(SharedPlatform.class)
class MqttLibrariesIT {
    private final Application application;
    private final Devices devices;

    /** Nobody else's. */
    private final String room = "room-" + UUID.randomUUID();

    MqttLibrariesIT(Platform platform) {
        application = Api.of(platform).create("libraries");
        devices = new Devices(application);
    }

    @ParameterizedTest
    @EnumSource
    void publishesAndHearsAtEveryQuality(DeviceLibrary library) throws Exception {
        try (var reader = library.connect(devices.login());
                var writer = library.connect(devices.login())) {
            for (var qos = 0; qos <= 2; qos++) {
                assertThat(reader.subscribe(room + "/" + qos, qos)).isEqualTo(qos);

                var said = Said.of(room + "/" + qos, "grüße " + qos, qos);
                writer.publish(said);

                assertThat(reader.next()).isEqualTo(said);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void comesInByTlsAndByWebSocket(DeviceLibrary library) throws Exception {
        try (var writer = library.connect(devices.login())) {
            for (var way : devices.otherWays()) {
                try (var reader = library.connect(devices.login().by(way))) {
                    reader.subscribe(room, 1);
                    var said = Said.of(room, way.url(), 1);

                    writer.publish(said);

                    assertThat(reader.next()).isEqualTo(said);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void hearsByWildcards(DeviceLibrary library) throws Exception {
        try (var reader = library.connect(devices.login());
                var writer = library.connect(devices.login())) {
            reader.subscribe(room + "/+/state", 1);
            reader.subscribe(room + "/all/#", 1);

            writer.publish(Said.of(room + "/lamp/state/no", "not this", 1));
            writer.publish(Said.of(room + "/lamp/state", "on", 1));
            writer.publish(Said.of(room + "/all", "everybody", 1));
            writer.publish(Said.of(room + "/all/of/us", "all", 1));

            assertThat(List.of(
                            reader.next().text(),
                            reader.next().text(),
                            reader.next().text()))
                    .containsExactly("on", "everybody", "all");
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldWhatIsRetained(DeviceLibrary library) throws Exception {
        var kept = Said.of(room, "still so", 1).retained();
        try (var writer = library.connect(devices.login())) {
            writer.publish(kept);
        }

        try (var reader = library.connect(devices.login())) {
            reader.subscribe(room, 1);

            assertThat(reader.next()).isEqualTo(kept);
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsItsSessionAgain(DeviceLibrary library) throws Exception {
        var login = devices.login().kept();
        try (var first = library.connect(login)) {
            first.subscribe(room, 1);
        }
        try (var writer = library.connect(devices.login())) {
            writer.publish(Said.of(room, "while you were away", 1));
        }

        try (var again = library.connect(login)) {
            assertThat(again.next().text()).isEqualTo("while you were away");
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasItsLastWillPublishedWhenItIsCutOff(DeviceLibrary library) throws Exception {
        var last = Said.of(room + "/gone", "it was me", 1);
        var manager = application.operator().with(application.adminToken("realtime:admin:manage:connections"));
        try (var watcher = library.connect(devices.login());
                var leaving =
                        library.connect(devices.login("leaving-" + library).leaving(last))) {
            watcher.subscribe(room + "/gone", 1);
            leaving.publish(Said.of(room, "here", 1));

            var ended = manager.call(
                    "DELETE", "/api/connections/" + application.id() + "?subject=leaving-" + library, null);

            assertThat(ended.status()).as("%s", ended).isEqualTo(200);
            assertThat(watcher.next()).isEqualTo(last);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sharesTheWork(DeviceLibrary library) throws Exception {
        try (var one = library.connect(devices.login());
                var two = library.connect(devices.login());
                var writer = library.connect(devices.login())) {
            one.subscribe("$share/workers/" + room, 1);
            two.subscribe("$share/workers/" + room, 1);

            for (var job = 0; job < 10; job++) {
                writer.publish(Said.of(room, "job " + job, 1));
            }

            await().untilAsserted(
                            () -> assertThat(one.waiting() + two.waiting()).isEqualTo(10));
            assertThat(List.of(one.waiting(), two.waiting())).doesNotContain(0);
            var jobs = IntStream.range(0, 10).mapToObj(job -> "job " + job).toList();
            assertThat(IntStream.range(0, 10).mapToObj(i -> taken(one, two).text()))
                    .containsExactlyInAnyOrderElementsOf(jobs);
        }
    }

    private static Said taken(Device one, Device two) {
        try {
            return (one.waiting() > 0 ? one : two).next();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HIVEMQ_5", "PAHO_5", "MQTT_JS_5"})
    void asksAndIsAnswered(DeviceLibrary library) throws Exception {
        try (var asking = library.connect(devices.login());
                var answering = library.connect(devices.login())) {
            asking.subscribe(room + "/answers", 1);
            answering.subscribe(room + "/questions", 1);

            asking.publish(Said.of(room + "/questions", "how are you?", 1).answeredTo(room + "/answers", "q-17"));

            var question = answering.next();
            assertThat(question.responseTopic()).isEqualTo(room + "/answers");
            answering.publish(Said.of(question.responseTopic(), "fine", 1)
                    .answeredTo(question.responseTopic(), question.correlation()));
            var answer = asking.next();
            assertThat(answer.text()).isEqualTo("fine");
            assertThat(answer.correlation()).isEqualTo("q-17");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HIVEMQ_3", "HIVEMQ_5", "PAHO_3", "PAHO_5"})
    void isRefusedWithoutAToken(DeviceLibrary library) {
        var login = devices.login();
        var stranger = new DeviceLogin(login.way(), login.user(), "not-a-token", "stranger", false, null);

        assertThatThrownBy(() -> library.connect(stranger))
                .hasMessageMatching("(?is).*(authori[sz]ed|password|credentials).*");
    }

    @ParameterizedTest
    @EnumSource(names = {"HIVEMQ_3", "HIVEMQ_5", "PAHO_3", "PAHO_5"})
    void isRefusedWhatItsTokenDoesNotAllow(DeviceLibrary library) throws Exception {
        try (var device = library.connect(devices.login("modest-" + library, Application.WRITE_ALL))) {
            assertThat(subscribed(device, "secure/plans")).isGreaterThanOrEqualTo(0x80);
            assertThat(subscribed(device, "priv/somebody-else")).isGreaterThanOrEqualTo(0x80);
            assertThat(subscribed(device, room)).isEqualTo(1);
        }
    }

    /** The code, whether the library answers it or throws. */
    private static int subscribed(Device device, String filter) {
        try {
            return device.subscribe(filter, 1);
        } catch (Exception refused) {
            return 0x80;
        }
    }
}
