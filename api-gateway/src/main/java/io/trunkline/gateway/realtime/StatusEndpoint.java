package io.trunkline.gateway.realtime;

import io.trunkline.gateway.directory.Applications;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether this gateway serves, for clients and load balancers; open to all. */
@RestController
class StatusEndpoint {
    private final Applications applications;

    /** @param status {@code ok}, or {@code starting} while no application is known yet */
    record Health(String status) {}

    StatusEndpoint(Applications applications) {
        this.applications = applications;
    }

    @GetMapping({"/api/health/status", "/health/status"})
    ResponseEntity<Health> status() {
        return applications.isLoaded()
                ? ResponseEntity.ok(new Health("ok"))
                : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(new Health("starting"));
    }
}
