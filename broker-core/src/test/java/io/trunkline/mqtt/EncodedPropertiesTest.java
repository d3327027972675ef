package io.trunkline.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttProperties;
import org.junit.jupiter.api.Test;

class EncodedPropertiesTest {
    private final EncodedProperties properties = new EncodedProperties();

    @Test
    void standAsTheStandardSays() {
        properties.octet(MqttProperties.PAYLOAD_FORMAT_INDICATOR, 1).user("n".getBytes(UTF_8), "ä");

        assertThat(properties.toArray()).containsExactly(0x01, 1, 0x26, 0, 1, 'n', 0, 2, 0xc3, 0xa4);
    }

    @Test
    void whatIsNotThereTakesNoRoom() {
        properties
                .text(MqttProperties.CONTENT_TYPE, null)
                .data(MqttProperties.CORRELATION_DATA, null)
                .user("n".getBytes(UTF_8), null);

        assertThat(properties.toArray()).isEmpty();
    }

    @Test
    void longOnesAreWhole() {
        var text = "x".repeat(65_535);

        properties.text(MqttProperties.CONTENT_TYPE, text).octet(MqttProperties.PAYLOAD_FORMAT_INDICATOR, 1);

        assertThat(properties.toArray())
                .hasSize(1 + 2 + 65_535 + 2)
                .startsWith(0x03, 0xff, 0xff, 'x')
                .endsWith('x', 0x01, 1);
    }
}
