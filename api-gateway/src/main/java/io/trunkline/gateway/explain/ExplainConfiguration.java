package io.trunkline.gateway.explain;

import io.trunkline.broker.ApplicationDirectory;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.Surroundings;
import io.trunkline.broker.explain.Explainer;
import io.trunkline.broker.explain.FlightRecorder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.Disposable;

@Configuration(proxyBeanMethods = false)
class ExplainConfiguration {

    @Bean
    FlightRecorder flightRecorder(Surroundings surroundings) {
        return new FlightRecorder(surroundings.clock());
    }

    @Bean(destroyMethod = "dispose")
    Disposable flightRecorderSweep(FlightRecorder recorder, Surroundings surroundings) {
        return recorder.swept(surroundings.scheduler());
    }

    @Bean
    Explainer explainer(LocalBroker broker, FlightRecorder recorder, ApplicationDirectory directory) {
        return new Explainer(broker.connections(), recorder, directory);
    }
}
