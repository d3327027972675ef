package io.trunkline.telemetry;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** A test against the whole service, started by its main class on a database of its own, with time standing still at {@link TestClock#NOW}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        useMainMethod = SpringBootTest.UseMainMethod.ALWAYS,
        properties = {
            "trunkline.operator-token=" + TelemetryIT.OPERATOR_TOKEN,
            "trunkline.service-token=" + TelemetryIT.SERVICE_TOKEN,
            "management.prometheus.metrics.export.enabled=true"
        })
@ContextConfiguration(initializers = FreshDatabase.class)
@AutoConfigureWebTestClient(timeout = "30s")
@Import({TestClock.class, WholeAnswers.class})
public @interface TelemetryIT {
    String OPERATOR_TOKEN = "operator-token-for-tests";
    String SERVICE_TOKEN = "service-token-for-tests";
}
