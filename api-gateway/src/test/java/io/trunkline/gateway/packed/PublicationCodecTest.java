package io.trunkline.gateway.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Properties;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.message.UserProperty;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublicationCodecTest {
    private static final Topic TOPIC = Topic.of("a/b");
    private static final Stamp STAMP =
            new Stamp("id-\u00e9", Instant.parse("2026-11-21T18:00:00.123456789Z"), "0a0b0c0d");

    static Stream<Message> messages() {
        var plain = Message.of(Payload.text("plain"));
        var full = new Message(
                Payload.json("{\"a\":1}".getBytes(StandardCharsets.UTF_8)),
                "mine",
                "note",
                true,
                true,
                2,
                Duration.ofMillis(1_500),
                new Properties("text/x", "reply", new byte[] {0, -1}, List.of(new UserProperty("", "v")), true),
                IdempotencyKey.of("once"),
                "connection",
                Duration.ofSeconds(90));
        return Stream.of(
                plain,
                full,
                plain.withId(""),
                plain.withIdempotencyKey(IdempotencyKey.of("many").at(3)),
                Message.of(Payload.octets(new byte[0])),
                Message.of(Payload.octets(new byte[70_000])));
    }

    /** Every part of a message by its name, so that one that is added later is missed here. */
    @ParameterizedTest
    @MethodSource("messages")
    void everyPartComesBack(Message message) {
        var publisher = Principals.anyone().on("line");
        var before = new Publication(STAMP, publisher, TOPIC, message);

        var after = there(before);

        assertThat(after.message())
                .usingRecursiveComparison()
                .ignoringFields("payload.json") // made when it is asked for
                .isEqualTo(message);
        assertThat(after.payload().json()).isEqualTo(message.payload().json());
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.time()).isEqualTo(before.time());
        assertThat(after.origin()).isEqualTo(before.origin());
        assertThat(after.topic()).isEqualTo(TOPIC);
        assertThat(after.publisher().subject()).isEqualTo(publisher.subject());
        assertThat(after.publisher().connectionId()).isEqualTo("line");
        assertThat(after.publisher().permissions().isPlatform()).isFalse();
    }

    @Test
    void whatWasATextIsOneStillThoughItSpellsANumber() {
        var after = there(new Publication(STAMP, Principals.anyone(), TOPIC, Message.of(Payload.text("5"))));

        assertThat(after.payload().json()).asString().isEqualTo("\"5\"");
        assertThat(after.publisher().connectionId()).isNull();
    }

    @Test
    void thePlatformIsStillThePlatform() {
        var after = there(
                new Publication(STAMP, Principals.anyone().asPlatform(), TOPIC, Message.of(Payload.text("news"))));

        assertThat(after.publisher().permissions().isPlatform()).isTrue();
    }

    @Test
    void aLaterVersionIsNotGuessedAt() {
        assertThatThrownBy(() -> PublicationCodec.decode(Principals.APPLICATION, TOPIC, new byte[] {2, 0, 0}))
                .hasMessageContaining("later version");
    }

    private static Publication there(Publication publication) {
        return PublicationCodec.decode(
                publication.application(), publication.topic(), PublicationCodec.encode(publication));
    }
}
