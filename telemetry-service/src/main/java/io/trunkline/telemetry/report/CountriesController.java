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
class CountriesController {
    private final Countries countries;
    private final InstantSource clock;

    CountriesController(Countries countries, InstantSource clock) {
        this.countries = countries;
        this.clock = clock;
    }

    @GetMapping("/telemetry/heatmap/connections/countries/{appId}/{days}")
    @Operation(
            summary =
                    "Connections of the last 1 to 90 days by country, ZZ where it is not known; the first day is whole")
    Mono<CountriesReport> report(@PathVariable String appId, @PathVariable String days) {
        return countries.report(Period.of(appId, days, clock.instant()));
    }
}
