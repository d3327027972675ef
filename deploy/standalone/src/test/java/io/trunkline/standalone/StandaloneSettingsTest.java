package io.trunkline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandaloneSettingsTest {
    @Test
    void hasTheDocumentedDefaults() {
        var settings = settings();

        assertThat(settings.dataDir()).isEqualTo(Path.of("data"));
        assertThat(settings.gatewayUrl()).isEqualTo("http://127.0.0.1:8080");
        assertThat(settings.adminUrl()).isEqualTo("http://127.0.0.1:8081");
        assertThat(settings.telemetryUrl()).isEqualTo("http://127.0.0.1:8082");
        assertThat(settings.mqttPort()).hasValue(1883);
        assertThat(settings.mqttsPort()).hasValue(8883);
        assertThat(settings.secondMqttsPort()).hasValue(8443);
        assertThat(settings.httpsPort()).hasValue(8884);
        assertThat(settings.databaseUrl()).isNull();
    }

    @Test
    void readsTheCommandLine() {
        var settings = settings("--trunkline.ports.gateway=9000", "--trunkline.mqtt.listeners.tcp.port=9001");

        assertThat(settings.gatewayUrl()).isEqualTo("http://127.0.0.1:9000");
        assertThat(settings.mqttPort()).hasValue(9001);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 127.0.0.1", "::, 127.0.0.1", "10.1.2.3, 10.1.2.3", "fd00::1, [fd00::1]"})
    void namesAnAddressUnderWhichItsListenersAreReached(String bind, String host) {
        assertThat(settings("--trunkline.bind=" + bind).host()).isEqualTo(host);
    }

    @Test
    void readsTheListenerForClientsWithoutCredentials() {
        var application = "0123456789abcdef0123456789abcdef";

        assertThat(settings().anonymousMqtt()).isEmpty();
        assertThat(settings("--trunkline.mqtt.anonymous=1884:" + application).anonymousMqtt())
                .contains(new AnonymousListener(1884, application));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1884", "1884:", "port:0123456789abcdef0123456789abcdef", "1884:an application"})
    void saysWhichFormTheListenerForClientsWithoutCredentialsHas(String text) {
        assertThatThrownBy(() -> settings("--trunkline.mqtt.anonymous=" + text).anonymousMqtt())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("TRUNKLINE_MQTT_ANONYMOUS")
                .hasMessageContaining("<port>:<appId>");
    }

    private static StandaloneSettings settings(String... arguments) {
        return StandaloneSettings.of(new LaunchEnvironment(arguments).with(Map.of(), Map.of()));
    }

    @Test
    void listenersThatAreSwitchedOffHaveNoPort() {
        var settings = settings("--trunkline.mqtt.listeners.tls8443.enabled=false", "--trunkline.https.enabled=false");

        assertThat(settings.secondMqttsPort()).isEmpty();
        assertThat(settings.httpsPort()).isEmpty();
        assertThat(settings.mqttsPort()).hasValue(8883);
    }
}
