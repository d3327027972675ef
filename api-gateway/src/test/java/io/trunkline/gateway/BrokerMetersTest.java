package io.trunkline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.topic.Topic;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BrokerMeters meters = new BrokerMeters(registry);

    @Test
    void refusalsAreCountedByTheirReason() {
        var application = new ApplicationId("app");

        meters.refused(application, Reason.LIMIT_REACHED);
        meters.refused(application, Reason.LIMIT_REACHED);

        assertThat(count("trunkline.refused", Reason.LIMIT_REACHED)).isEqualTo(2);
        assertThat(count("trunkline.refused", Reason.FORBIDDEN)).isZero();
    }

    @Test
    void whatIsDeliveredAndWhatIsLostIsCounted() {
        var publication = new Publication(
                new Stamp("id-1", Instant.EPOCH, "node"),
                new Principal(new ApplicationId("app"), "ann", Permissions.of(List.of())),
                Topic.of("t"),
                Message.of(Payload.octets(new byte[0])));

        meters.published(publication, 3);
        meters.dropped(publication, "c1", Reason.SLOW_READER);

        assertThat(count("trunkline.deliveries.dropped", Reason.SLOW_READER)).isEqualTo(1);
        assertThat(registry.get("trunkline.publications").functionCounter().count())
                .isEqualTo(1);
        assertThat(registry.get("trunkline.deliveries").functionCounter().count())
                .isEqualTo(3);
    }

    @Test
    void everyReasonToDropIsThereFromTheBeginning() {
        for (var reason : Reason.values()) {
            assertThat(count("trunkline.deliveries.dropped", reason)).isZero();
        }
    }

    private double count(String name, Reason reason) {
        return registry.get(name).tag("reason", reason.code()).functionCounter().count();
    }
}
