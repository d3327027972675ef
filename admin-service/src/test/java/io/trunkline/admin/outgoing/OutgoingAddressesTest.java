package io.trunkline.admin.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.admin.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingAddressesTest {

    private final OutgoingAddresses open = new OutgoingAddresses(List.of());
    private final OutgoingAddresses home = new OutgoingAddresses(List.of("127.0.0.1", "10.1.0.0/16", "fd00::/8"));

    private static void refuses(OutgoingAddresses addresses, String text) {
        assertThatThrownBy(() -> addresses.check("url", OutgoingAddresses.form("url", text)))
                .as(text)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("url"));
    }

    private static void takes(OutgoingAddresses addresses, String text) {
        assertThatCode(() -> addresses.check("url", OutgoingAddresses.form("url", text)))
                .as(text)
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080/hook",
                "https://127.0.0.1/",
                "https://10.0.0.8/",
                "https://172.31.255.255/",
                "https://192.168.1.1/",
                "https://169.254.169.254/latest/meta-data",
                "http://169.254.169.254/",
                "https://[::1]/",
                "http://[::1]:9324/q",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:a9fe:a9fe]/",
                "https://[fd00::1]/",
                "https://[fe80::1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://0.0.0.0/",
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://localhost:8443/",
                "https://a.LOCALHOST/",
                "https://localhost./",
                "http://8.8.8.8/",
                "http://example.com/hook",
                "https://me@example.com/",
                "https://me:secret@example.com/",
                "ftp://example.com/",
                "https:///path"
            })
    void refusesWhatNoGatewayWouldCall(String text) {
        refuses(open, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/hook?a=b",
                "https://8.8.8.8/",
                "https://[2606:4700:4700::1111]/",
                "https://inside.example.com/"
            })
    void takesWhatIsPublicAndLeavesNamesToTheGateways(String text) {
        takes(open, text);
    }

    @Test
    void takesWhatTheOperatorHasAllowedAndNothingBeside() {
        takes(home, "http://127.0.0.1:9324/q");
        takes(home, "http://localhost:9324/q");
        takes(home, "https://10.1.2.3/");
        takes(home, "http://[fd12::1]/");
        takes(home, "http://queue.internal/");
        refuses(home, "http://127.0.0.2/");
        refuses(home, "https://10.2.0.1/");
        refuses(home, "http://8.8.8.8/");
    }

    @Test
    void saysWhichSettingIsWrong() {
        assertThatThrownBy(() -> new OutgoingAddresses(List.of("example.com")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("example.com");
    }
}
