package io.trunkline.admin.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.admin.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class PublicHostTest {

    @Test
    void isTheHostThatTheCallerNamedToTheGateway() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.HOST, "127.0.0.1:8081");
        headers.set("X-Forwarded-Host", "chat.example.com:8443, inner.example.com");

        assertThat(new PublicHost(null).of(headers)).isEqualTo("chat.example.com:8443");
    }

    @Test
    void isTheHostOfTheRequestWithoutAGateway() {
        assertThat(new PublicHost(null).of(from("[::1]:8081"))).isEqualTo("[::1]:8081");
    }

    @Test
    void isTheConfiguredOneWhateverTheCallerNamed() {
        assertThat(new PublicHost("chat.example.com").of(from("evil"))).isEqualTo("chat.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a\"", "-a", "a:b", "a:123456", "[::1", "https://a", "user@a"})
    void whatIsNoHostIsRefused(String host) {
        assertThatThrownBy(() -> new PublicHost(null).of(from(host))).isInstanceOf(ProblemException.class);
    }

    @Test
    void aSettingThatIsNoHostStopsTheStart() {
        assertThatThrownBy(() -> new PublicHostProperties("https://chat.example.com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trunkline.public-host must be a host name");
        assertThat(new PublicHostProperties(" ").publicHost()).isNull();
    }

    private static HttpHeaders from(String host) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.HOST, host);
        return headers;
    }
}
