package io.trunkline.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trunkline.broker.access.ApplicationId;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.reactive.function.client.WebClient;

class UsageConfigurationIT {
    private static final ApplicationId APP = new ApplicationId("0123456789abcdef0123456789abcdef");

    @TempDir
    Path data;

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(UsageConfiguration.class)
            .withBean(WebClient.Builder.class, WebClient::builder)
            .withBean(InstantSource.class, InstantSource::system);

    @Test
    void countsAndReportsWithTheSettingsOfTheGateway() {
        try (var peer = new TelemetryPeer()) {
            context.withPropertyValues(
                            "trunkline.data-dir=" + data,
                            "trunkline.node=gateway-7",
                            "trunkline.service-token=" + TelemetryPeer.TOKEN,
                            "trunkline.telemetry.url=http://127.0.0.1:" + peer.port(),
                            "trunkline.usage.interval=100ms")
                    .run(started -> {
                        started.getBean(UsageMeter.class).count(APP, 100, 3);

                        await().untilAsserted(
                                        () -> assertThat(peer.ops(APP.value())).isEqualTo(1));
                        assertThat(peer.nodes()).allMatch(node -> node.matches("gateway-7-[0-9a-f]{32}"));
                    });
        }
    }

    @Test
    void showsHowMuchWaitsAndHowMuchWasGivenUp() {
        context.withPropertyValues(
                        "trunkline.data-dir=" + data,
                        "trunkline.service-token=token",
                        "trunkline.usage.interval=1m",
                        "trunkline.usage.spool-files=2")
                .run(started -> {
                    var registry = new SimpleMeterRegistry();
                    started.getBean(MeterBinder.class).bindTo(registry);
                    var spool = started.getBean(UsageSpool.class);
                    for (var name : new String[] {"a", "b", "c"}) {
                        spool.keep(name, new byte[1]);
                    }

                    assertThat(registry.get("trunkline.usage.batches.waiting")
                                    .gauge()
                                    .value())
                            .isEqualTo(2);
                    assertThat(registry.get("trunkline.usage.batches.dropped")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void reportsNothingWithoutAServiceToken() {
        context.run(started -> assertThat(started).hasNotFailed().doesNotHaveBean(UsageMeter.class));
    }

    @Test
    void doesNotStartWithSettingsOutOfBounds() {
        for (var wrong : new String[] {
            "trunkline.usage.interval=1ms",
            "trunkline.usage.interval=2m",
            "trunkline.usage.spool-files=0",
            "trunkline.node="
        }) {
            context.withPropertyValues("trunkline.data-dir=" + data, "trunkline.service-token=token", wrong)
                    .run(started -> assertThat(started).as(wrong).hasFailed());
        }
    }
}
