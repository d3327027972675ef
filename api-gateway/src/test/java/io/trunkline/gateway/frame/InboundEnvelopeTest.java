package io.trunkline.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InboundEnvelopeTest {
    private static final String CLIENT = "\"client\":{\"connectionId\":\"c1\",\"subject\":\"ann\"";

    private static Publication inbound(List<String> permissions, String type, Payload payload) {
        var client = new Principal(new ApplicationId("app"), "ann", Permissions.of(permissions), "c1");
        var message = Message.of(payload).withType(type);
        return new Publication(
                new Stamp("id-1", Instant.EPOCH, "node"), client.asPlatform(), Topic.of("secure/inbound"), message);
    }

    private static String members(Publication publication) {
        return new String(publication.encoded(InboundEnvelope.MEMBERS), StandardCharsets.UTF_8);
    }

    private static String frame(Publication publication) {
        return new String(JsonFrames.of(publication), StandardCharsets.UTF_8);
    }

    private static Payload json(String json) {
        return Payload.json(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void membersAreThoseOfTheFramesData() {
        var publication = inbound(List.of("a", "b"), Message.BROADCAST, json("{\"x\":1}"));

        assertThat(members(publication))
                .isEqualTo(CLIENT + ",\"permissions\":[\"a\",\"b\"]},\"payload\":{\"x\":1},\"id\":\"id-1\"");
        assertThat(frame(publication)).endsWith(",\"data\":{" + members(publication) + "}}");
    }

    @Test
    void queuesLearnATypeOfTheSendersOwn() {
        assertThat(members(inbound(List.of(), "gettime", Payload.text(""))))
                .isEqualTo(
                        CLIENT + ",\"permissions\":[]},\"payload\":\"\",\"id\":\"id-1\",\"messageType\":\"gettime\"");
    }

    @Test
    void presenceNamesItsSubProtocol() {
        var presence = inbound(List.of(), "presence", json("{\"code\":0,\"status\":\"connected\"}"));
        var data = CLIENT + ",\"permissions\":[]},\"subProtocol\":1,"
                + "\"payload\":{\"code\":0,\"status\":\"connected\"},\"id\":\"id-1\"";

        assertThat(frame(presence))
                .isEqualTo("{\"topic\":\"secure/inbound\",\"messageType\":\"presence\",\"data\":{" + data + "}}");
        assertThat(members(presence)).isEqualTo(data + ",\"messageType\":\"presence\"");
    }

    @Test
    void aTypeOfThatNameFromAClientIsNotPresence() {
        var client = new Principal(new ApplicationId("app"), "ann", Permissions.NONE, "c1");
        var publication = new Publication(
                new Stamp("id-1", Instant.EPOCH, "node"),
                client,
                Topic.of("t"),
                Message.of(Payload.text("")).withType("presence"));

        assertThat(frame(publication)).doesNotContain("subProtocol").doesNotContain("permissions");
    }

    @Test
    void showsAsManyPermissionsAsAFrameToAGoClientHasRoomFor() {
        var many = IntStream.range(1000, 1900).mapToObj(i -> "right-" + i).toList();
        var publication = inbound(many, Message.BROADCAST, Payload.text("é".repeat(2559)));

        var frame = JsonFrames.of(publication);

        assertThat(publication.payload().json()).hasSize(5120);
        assertThat(frame).hasSizeBetween(6144 - ",\"right-1000\"".length(), 6144);
        assertThat(frame(publication)).contains(",\"permissions\":[\"right-1000\",\"right-1001\",");
        assertThat(frame(publication)).endsWith(",\"data\":{" + members(publication) + "}}");
    }

    @Test
    void showsNoPermissionThatDoesNotFit() {
        assertThat(members(inbound(List.of("r".repeat(1000), "s"), Message.BROADCAST, Payload.text(""))))
                .contains("\"permissions\":[]}");
    }
}
