package io.trunkline.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MQTT where settings are not the usual ones. */
class MqttSettingsIT {
    private static final String STAYING = "a".repeat(32);
    private static final String CLOSING = "b".repeat(32);

    @TempDir
    private static Path directory;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        var closing = Directories.with(Directories.application(CLOSING), Map.of("closeAtTokenExpiry", true));
        gateway = RunningGateway.start(
                directory, List.of(Directories.application(STAYING), closing), "trunkline.mqtt.web.dialects=");
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static Mqtt5BlockingClient login(String application, CompletableFuture<Throwable> cut, Instant expiry) {
        var client = MqttClient.builder()
                .serverHost("127.0.0.1")
                .serverPort(gateway.bean(MqttListening.class).port("tcp"))
                .addDisconnectedListener(context -> cut.complete(context.getCause()))
                .useMqttVersion5()
                .buildBlocking();
        var token = Tokens.hs256(
                Directories.clientSecret(application), Map.of("sub", "ann", "exp", expiry.getEpochSecond()));
        client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(600)
                .simpleAuth()
                .username(application)
                .password(token.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        return client;
    }

    @Test
    void aConnectionEndsWithItsTokenWhereTheApplicationWantsThat() throws Exception {
        var expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 5);
        var cut = new CompletableFuture<Throwable>();
        login(CLOSING, cut, expiry);
        var staying = login(STAYING, new CompletableFuture<>(), expiry);

        var cause = cut.get(30, TimeUnit.SECONDS);

        assertThat(cause).isInstanceOf(Mqtt5DisconnectException.class);
        var goodbye = ((Mqtt5DisconnectException) cause).getMqttMessage();
        assertThat(goodbye.getReasonCode()).isEqualTo(Mqtt5DisconnectReasonCode.NOT_AUTHORIZED);
        assertThat(Instant.now()).isAfterOrEqualTo(expiry);
        assertThat(staying.getState().isConnected()).isTrue();
        staying.disconnect();
    }

    @Test
    void withoutDialectsThereIsNoMqttOnTheHttpPorts() {
        var address = URI.create("ws://localhost:" + gateway.port() + "/mqtt");

        var refused = catchThrowable(() -> new Frames(HttpClient.newHttpClient(), address, "mqtt"));

        assertThat(refused).hasCauseInstanceOf(WebSocketHandshakeException.class);
        var answer = ((WebSocketHandshakeException) refused.getCause()).getResponse();
        assertThat(answer.statusCode()).isEqualTo(503);
    }
}
