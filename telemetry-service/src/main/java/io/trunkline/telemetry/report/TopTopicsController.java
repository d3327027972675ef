package io.trunkline.telemetry.report;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.trunkline.telemetry.problem.ProblemException;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@Tag(name = "telemetry", description = "What an application has used")
class TopTopicsController {
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}|1000");

    private final TopTopics topics;
    private final InstantSource clock;

    TopTopicsController(TopTopics topics, InstantSource clock) {
        this.topics = topics;
        this.clock = clock;
    }

    @GetMapping("/telemetry/top-topics/{appId}/{days}")
    @Operation(summary = "The 1 to 1000 topics with the most publications of the last 1 to 90 days")
    Mono<TopTopicsReport> report(
            @PathVariable String appId, @PathVariable String days, @RequestParam(defaultValue = "100") String limit) {
        if (!LIMIT.matcher(limit).matches()) {
            throw ProblemException.field("limit", "must be a number from 1 to 1000");
        }
        return topics.report(Period.of(appId, days, clock.instant()), Integer.parseInt(limit));
    }
}
