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
class PublicationsController {
    private final Publications publications;
    private final InstantSource clock;

    PublicationsController(Publications publications, InstantSource clock) {
        this.publications = publications;
        this.clock = clock;
    }

    @GetMapping("/telemetry/publications/{appId}/{days}")
    @Operation(summary = "Publications of the last 1 to 90 days, by half hours")
    Mono<PublicationsReport> report(@PathVariable String appId, @PathVariable String days) {
        var period = Period.of(appId, days, clock.instant());
        return publications.report(period.appId(), period.since());
    }
}
