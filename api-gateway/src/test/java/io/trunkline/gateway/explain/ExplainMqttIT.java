package io.trunkline.gateway.explain;

import static io.trunkline.gateway.explain.ExplainGateway.A;
import static io.trunkline.gateway.explain.ExplainGateway.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.trunkline.broker.access.ApplicationId;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may become of a message on its way through an MQTT session. */
class ExplainMqttIT {
    @TempDir
    private static Path directory;

    private static ExplainGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new ExplainGateway(directory);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    @Test
    void anMqttClientThatIsAwayHasAQueueForWhatIsToBeKept() throws Exception {
        var device = gateway.device("pump", 10);
        device.subscribeWith().topicFilter("work/+").qos(MqttQos.AT_LEAST_ONCE).send();
        var publisher = gateway.device("publisher", 10);
        var id = gateway.idOf("pump");
        device.disconnectWith().sessionExpiryInterval(3_600).send();
        await().until(() -> !gateway.broker()
                .connections()
                .find(new ApplicationId(A), id)
                .state()
                .session()
                .online());
        send(publisher, "work/1", "q-1", MqttQos.AT_LEAST_ONCE);
        send(publisher, "work/2", "q-2", MqttQos.AT_MOST_ONCE);
        publisher
                .publishWith()
                .topic("work/3")
                .qos(MqttQos.AT_LEAST_ONCE)
                .messageExpiryInterval(1)
                .userProperties()
                .add("id", "q-3")
                .applyUserProperties()
                .send();

        var queued = gateway.says(id, "q-1", "queued", "offline");
        assertThat(queued.path("text").asString()).contains("which is away");
        gateway.says(id, "q-2", "not-delivered", "absent");
        gateway.says(id, "q-3", "not-delivered", "expired");
        var reach = gateway.explain("?message=q-1");
        assertThat(reach.at("/reached/0/connection").asString()).isEqualTo(id);
        assertThat(reach.at("/reached/0/verdict").asString()).isEqualTo("queued");
        assertThat(reach.path("missed").size()).isZero();
        assertThat(gateway.explain("?message=q-2").at("/missed/0/reason").asString())
                .isEqualTo("absent");

        var back = gateway.device("pump", 10);
        gateway.says(id, "q-1", "delivered", "delivered");
        gateway.says(id, "q-3", "not-delivered", "expired");
        back.disconnect();
        publisher.disconnect();
    }

    @Test
    void anMqttClientHasToAcknowledgeFirst() throws Exception {
        var device = gateway.device("busy", 1);
        try (var heard = device.publishes(MqttGlobalPublishFilter.ALL, true)) {
            device.subscribeWith()
                    .topicFilter("jobs/+")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
            var publisher = gateway.device("boss", 10);
            send(publisher, "jobs/1", "job-1", MqttQos.AT_LEAST_ONCE);
            send(publisher, "jobs/2", "job-2", MqttQos.AT_LEAST_ONCE);
            var first = heard.receive(20, TimeUnit.SECONDS).orElseThrow();
            var id = gateway.idOf("busy");

            gateway.says(id, "job-1", "queued", "unacknowledged");
            gateway.says(id, "job-2", "queued", "window");
            first.acknowledge();
            gateway.says(id, "job-1", "delivered", "delivered");
            gateway.says(id, "job-2", "queued", "unacknowledged");
            publisher.disconnect();
        }
        device.disconnect();
    }
}
