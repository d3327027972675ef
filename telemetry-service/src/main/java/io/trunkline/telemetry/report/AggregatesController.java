package io.trunkline.telemetry.report;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@Tag(name = "telemetry", description = "What an application has used")
class AggregatesController {
    private final Aggregates aggregates;
    private final InstantSource clock;

    AggregatesController(Aggregates aggregates, InstantSource clock) {
        this.aggregates = aggregates;
        this.clock = clock;
    }

    @GetMapping("/telemetry/aggregates/{appId}/{days}")
    @Operation(summary = "Publications, API calls and connections of the last 1 to 90 days, by half hours")
    Mono<AggregatesReport> report(@PathVariable String appId, @PathVariable String days) {
        return aggregates.report(Period.of(appId, days, clock.instant()));
    }
}
