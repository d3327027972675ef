package io.trunkline.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.trunkline.broker.Broker;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MQTT on a whole gateway, with a client made by others. */
class MqttDoorIT {
    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);
    private static final String OFF = "0".repeat(32);
    private static final String NEAR = "e".repeat(32);

    @TempDir
    private static Path directory;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        var applications = List.of(
                Directories.application(A),
                Directories.application(B),
                Directories.disabled(OFF),
                Directories.application(NEAR, List.of("10.0.0.0/8"), List.of("10.0.0.0/8")));
        gateway = RunningGateway.start(
                directory,
                applications,
                "trunkline.mqtt.listeners.open.port=0",
                "trunkline.mqtt.listeners.open.anonymous-application=" + A);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static Mqtt5BlockingClient client(String listener) {
        return MqttClient.builder()
                .serverHost("127.0.0.1")
                .serverPort(gateway.bean(MqttListening.class).port(listener))
                .useMqttVersion5()
                .buildBlocking();
    }

    private static String token(String application) {
        return Tokens.hs256(
                Directories.clientSecret(application),
                Map.of("sub", "ann", "permissions", List.of(Permissions.PUBLISH + "chat/*")));
    }

    private static Mqtt5BlockingClient login(String application, String token) {
        var client = client("tcp");
        client.connectWith()
                .simpleAuth()
                .username(application)
                .password(token.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        return client;
    }

    @ParameterizedTest
    @CsvSource({
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, BAD_USER_NAME_OR_PASSWORD",
        "cccccccccccccccccccccccccccccccc, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, BAD_USER_NAME_OR_PASSWORD",
        "a/b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, BAD_USER_NAME_OR_PASSWORD",
        "00000000000000000000000000000000, 00000000000000000000000000000000, BANNED",
        "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee, eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee, NOT_AUTHORIZED"
    })
    void whoMayNotComeInIsToldWhy(String user, String signedFor, Mqtt5ConnAckReasonCode code) {
        var refused = catchThrowableOfType(Mqtt5ConnAckException.class, () -> login(user, token(signedFor)));

        assertThat(refused.getMqttMessage().getReasonCode()).isEqualTo(code);
    }

    @Test
    void nobodyComesInWithoutCredentials() {
        var refused = catchThrowableOfType(
                Mqtt5ConnAckException.class, () -> client("tcp").connect());

        assertThat(refused.getMqttMessage().getReasonCode())
                .isEqualTo(Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void whatIsPublishedIsHeardWithItsIdAndPublisher() throws Exception {
        var reader = login(A, token(A));
        var writer = login(A, token(A));
        try (var heard = reader.publishes(MqttGlobalPublishFilter.SUBSCRIBED)) {
            reader.subscribeWith()
                    .topicFilter("chat/+")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();

            writer.publishWith()
                    .topic("chat/room")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload("{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                    .userProperties()
                    .add("id", "given-by-me")
                    .add("color", "blue")
                    .applyUserProperties()
                    .send();

            var message = heard.receive(20, TimeUnit.SECONDS).orElseThrow();
            assertThat(message.getPayloadAsBytes()).asString().isEqualTo("{\"a\":1}");
            assertThat(message.getContentType().map(MqttUtf8String::toString)).contains("application/json");
            assertThat(properties(message))
                    .containsEntry("id", "given-by-me")
                    .containsEntry("subject", "ann")
                    .containsEntry("color", "blue")
                    .containsKey("connectionId");
        }
    }

    @Test
    void whatAnotherDoorPublishesIsHeardByItsTextAlone() throws Exception {
        var reader = login(A, token(A));
        try (var heard = reader.publishes(MqttGlobalPublishFilter.SUBSCRIBED)) {
            reader.subscribeWith().topicFilter("news").send();
            var backend =
                    new Principal(new ApplicationId(A), "backend", Permissions.of(List.of(Permissions.PUBLISH + "*")));

            gateway.bean(Broker.class)
                    .publish(backend, Topic.of("news"), Message.of(Payload.text("hello")))
                    .block();

            assertThat(heard.receive(20, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes())
                    .asString()
                    .isEqualTo("hello");
        }
    }

    @Test
    void aPublishWithoutPermissionIsRefused() {
        var writer = login(A, token(A));

        var refused = catchThrowableOfType(
                Mqtt5PubAckException.class,
                () -> writer.publishWith()
                        .topic("elsewhere")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send());

        assertThat(refused.getMqttMessage().getReasonCode().getCode()).isEqualTo(0x87);
    }

    @Test
    void theOpenListenerLetsEverybodyIntoItsApplicationWithPublicTopics() {
        var anybody = client("open");
        anybody.connect();

        anybody.publishWith().topic("free").qos(MqttQos.AT_LEAST_ONCE).send();

        var refused = catchThrowableOfType(
                Mqtt5PubAckException.class,
                () -> anybody.publishWith()
                        .topic("secure/x")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send());
        assertThat(refused.getMqttMessage().getReasonCode().getCode()).isEqualTo(0x87);
    }

    private static Map<String, String> properties(Mqtt5Publish message) {
        return message.getUserProperties().asList().stream()
                .collect(Collectors.toMap(
                        property -> property.getName().toString(),
                        property -> property.getValue().toString()));
    }
}
