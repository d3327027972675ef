package io.trunkline.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ParcelTest {
    private static final String CLIENT =
            "\"client\":{\"connectionId\":\"" + Sent.CONNECTION + "\",\"subject\":\"me\",\"permissions\":[\"x:y\"]}";

    private static Message json(String json) {
        return Message.of(Payload.json(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void hasTheDocumentedFormAndTheOneThatTheDemoReads() {
        var members = CLIENT + ",\"payload\":{\"a\":[1]},\"id\":\"7\"";

        assertThat(Parcel.of(Sent.by("me", "7", json("{\"a\":[1]}"))).text())
                .isEqualTo("{" + members + ",\"msg\":{" + members + "}}");
        assertThat(Parcel.of(Sent.by("me", "7", json("{\"a\":[1]}"))).message()).isEqualTo("{" + members + "}");
    }

    @Test
    void saysTheTypeWhereItIsNotTheUsualOne() {
        assertThat(Parcel.of(Sent.by("me", "7", json("1").withType("gettime"))).text())
                .contains("\"id\":\"7\",\"messageType\":\"gettime\",\"msg\":{");
    }

    @Test
    void presenceHasItsTypeAndSubProtocol() {
        var presence = json("{\"code\":0,\"status\":\"connected\"}").withType("presence");

        assertThat(Parcel.of(Sent.by("me", "7", presence)).text())
                .contains(
                        "\"subProtocol\":1,\"payload\":{\"code\":0,\"status\":\"connected\"}",
                        "\"messageType\":\"presence\"");
    }

    @Test
    void theSameMessageHasTheSameIdAndTwoOfOneIdByTwoClientsHaveNot() {
        var one = Parcel.of(Sent.by("me", "7", json("1")));

        assertThat(one.id())
                .matches("[0-9a-f]{32}")
                .isEqualTo(Parcel.of(Sent.by("me", "7", json("1"))).id());
        assertThat(one.id())
                .isNotEqualTo(Parcel.of(Sent.by("me", "8", json("1"))).id());
    }

    @Test
    void subjectsThatAmazonWouldRefuseAreGroupedByADigest() {
        assertThat(Parcel.of(Sent.by("me@example.com", "7", json("1"))).group()).isEqualTo("me@example.com");
        assertThat(Parcel.of(Sent.by("Zoë of the hill", "7", json("1"))).group())
                .matches("[0-9a-f]{32}");
        assertThat(Parcel.of(Sent.by("x".repeat(129), "7", json("1"))).group()).matches("[0-9a-f]{32}");
    }
}
