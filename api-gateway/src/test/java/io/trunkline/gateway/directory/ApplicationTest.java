package io.trunkline.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {
    private static final String KEYS =
            "\"appId\":\"%s\",\"enabled\":true,\"authKey\":{},\"adminKey\":{}".formatted("a".repeat(32));

    @Test
    void hasTheVendorsLimitsAndSwitchesWhereItNamesNone() {
        var application = DirectoryJson.application("{" + KEYS + "}");

        assertThat(application.limits())
                .isEqualTo(new ApplicationLimits(5_120, 0, 0, 1, 1_000, 65_536, 30, 1_024, 50, 0))
                .isEqualTo(ApplicationLimits.DEFAULT);
        assertThat(application.compressAsText()).isFalse();
        assertThat(application.closeAtTokenExpiry()).isFalse();
        assertThat(application.presenceGraceSeconds()).isZero();
        assertThat(application.idempotencyWindowSeconds()).isEqualTo(120);
        assertThat(application.topics()).isEmpty();
    }

    @Test
    void aLimitThatIsAbsentOrNullIsTheVendors() {
        var application = DirectoryJson.application(
                "{" + KEYS + ",\"limits\":{\"idleSeconds\":5,\"sendBufferBytes\":null,\"connectionsPerSubject\":0,"
                        + "\"bytesPerDay\":9000000000,\"ofTomorrow\":1}}");

        assertThat(application.limits())
                .isEqualTo(new ApplicationLimits(5_120, 0, 0, 0, 1_000, 65_536, 5, 1_024, 50, 9_000_000_000L));
    }

    @Test
    void tellsTheCoreWhatItEnforces() {
        var limits = new ApplicationLimits(1, 2, 3, 4, 5, 8_192, 7, 256, 9, 10);

        assertThat(limits.limits()).isEqualTo(new Limits(1, 2, 3, 5, 4, 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"idleSeconds\":0}",
                "{\"sendBufferBytes\":0}",
                "{\"bytesPerDay\":-1}",
                "{\"connectionsPerSubject\":-1}",
                "{\"maxPayloadBytes\":-1}",
                "{\"maxPayloadBytes\":\"many\"}",
                "[]"
            })
    void isNotServedWithLimitsThatCannotBe(String limits) {
        assertThat(DirectoryJson.application("{" + KEYS + ",\"limits\":" + limits + "}"))
                .isNull();
    }

    @Test
    void aTopicSettingKeepsNothingThatItDoesNotName() {
        var application = DirectoryJson.application(
                "{" + KEYS + ",\"topics\":[{\"pattern\":\"rooms/#\",\"state\":true,\"ofTomorrow\":1}]}");

        assertThat(application.topics()).containsExactly(new TopicSetting("rooms/#", 0, 0, false, true));
    }

    @Test
    void tellsTheCoreWhatItsTopicsKeep() {
        var rooms = new TopicSetting("rooms/#", 5, 60, true, true);
        var secret = new TopicSetting("rooms/secret", 0, 0, false, false);
        var secure = new TopicSetting("secure/*", 7, 0, false, false);
        var application = Directories.with(
                Directories.application("a".repeat(32)), Map.of("topics", List.of(rooms, secret, secure)));

        var topics = Directories.of(application).find(application.id()).topics();

        assertThat(topics.of(Topic.of("rooms/lobby"))).isEqualTo(new Retention(5, Duration.ofMinutes(1), true, true));
        assertThat(topics.of(Topic.of("rooms/secret"))).isEqualTo(Retention.NONE);
        assertThat(topics.of(Topic.of("secure/x"))).isEqualTo(Retention.ofSize(7));
        assertThat(topics.of(Topic.of("secure/inbound"))).isEqualTo(Retention.NONE);
        assertThat(topics.of(Topic.of("elsewhere"))).isEqualTo(Retention.NONE);
    }

    @Test
    void tellsTheCoreHowLongAKeyIsKnown() {
        var usual = Directories.application("a".repeat(32));
        var longer = Directories.with(usual, Map.of("idempotencyWindowSeconds", 600));

        assertThat(Directories.of(usual).find(usual.id()).idempotencyWindow()).isEqualTo(Duration.ofMinutes(2));
        assertThat(Directories.of(longer).find(longer.id()).idempotencyWindow()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void anApplicationThatAsksForNothingPaysNothing() {
        var application = Directories.application("a".repeat(32));

        assertThat(Directories.of(application).find(application.id()).topics()).isSameAs(TopicRules.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"topics\":[{\"historySize\":1}]",
                "\"topics\":[{\"pattern\":\"\"}]",
                "\"topics\":[{\"pattern\":\"a\",\"historySize\":-1}]",
                "\"topics\":[{\"pattern\":\"a\",\"historyAgeSeconds\":-1}]",
                "\"topics\":[{\"pattern\":\"a\",\"durable\":true}]",
                "\"topics\":[{\"pattern\":\"a/#/b\",\"historySize\":1}]",
                "\"topics\":{}",
                "\"idempotencyWindowSeconds\":-1"
            })
    void isNotServedWithSettingsThatCannotBe(String setting) {
        assertThat(DirectoryJson.application("{" + KEYS + "," + setting + "}")).isNull();
    }

    @Test
    void takesInboundMessagesWhileItsTopicIsOn() {
        assertThat(DirectoryJson.application("{" + KEYS + ",\"enableWebSocketInboundTopic\":true}")
                        .takesInbound())
                .isTrue();
        assertThat(DirectoryJson.application("{" + KEYS + "}").takesInbound()).isFalse();
    }
}
