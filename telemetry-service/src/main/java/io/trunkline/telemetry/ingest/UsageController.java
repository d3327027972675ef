package io.trunkline.telemetry.ingest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.trunkline.telemetry.usage.UsageRecords;
import java.time.InstantSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@Tag(name = "internal", description = "Between our own services")
class UsageController {
    private final UsageRecords records;
    private final InstantSource clock;

    UsageController(UsageRecords records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    @PostMapping(path = "/internal/v1/usage", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take in a batch of counts, which may come again and in any order")
    Mono<Void> take(@RequestBody UsageBatchBody body) {
        return records.merge(body.validated(clock.instant()));
    }
}
