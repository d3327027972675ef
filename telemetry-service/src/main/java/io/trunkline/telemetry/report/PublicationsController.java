package io.trunkline.telemetry.report;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.trunkline.telemetry.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@Tag(name = "telemetry", description = "What an application has used")
class PublicationsController {
    private static final Pattern APP_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern DAYS = Pattern.compile("[1-9]|[1-8][0-9]|90");

    private final Publications publications;
    private final InstantSource clock;

    PublicationsController(Publications publications, InstantSource clock) {
        this.publications = publications;
        this.clock = clock;
    }

    @GetMapping("/telemetry/publications/{appId}/{days}")
    @Operation(summary = "Publications of the last 1 to 90 days, by half hours")
    Mono<PublicationsReport> report(@PathVariable String appId, @PathVariable String days) {
        if (!APP_ID.matcher(appId).matches()) {
            throw ProblemException.field("appId", "must have 32 lower-case hex digits");
        }
        if (!DAYS.matcher(days).matches()) {
            throw ProblemException.field("days", "must be a number from 1 to 90");
        }
        return publications.report(appId, clock.instant().minus(Duration.ofDays(Long.parseLong(days))));
    }
}
