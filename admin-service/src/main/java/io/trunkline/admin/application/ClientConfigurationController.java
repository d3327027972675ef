package io.trunkline.admin.application;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.admin.security.Caller;
import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code config.js}: all that a client or a demo has to know of an application, ready to download. */
@RestController
class ClientConfigurationController {

    private static final String FILE = "config.js";
    private static final String JAVASCRIPT = "text/javascript";

    private final Applications applications;
    private final PublicHost host;

    ClientConfigurationController(Applications applications, PublicHost host) {
        this.applications = applications;
        this.host = host;
    }

    @ApiResponse(responseCode = "200", content = @Content(mediaType = JAVASCRIPT, schema = @Schema(type = "string")))
    @GetMapping(path = "/admin/v1/applications/{appId}/" + FILE, produces = JAVASCRIPT)
    Mono<ResponseEntity<byte[]>> download(
            @AuthenticationPrincipal Caller caller, @PathVariable String appId, ServerWebExchange exchange) {
        String name = host.of(exchange.getRequest().getHeaders());
        return applications
                .secrets(caller, appId)
                .map(application -> ResponseEntity.ok()
                        .cacheControl(CacheControl.noStore())
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                ContentDisposition.attachment()
                                        .filename(FILE)
                                        .build()
                                        .toString())
                        .body(new ClientConfiguration(application, name)
                                .script()
                                .getBytes(StandardCharsets.US_ASCII)));
    }
}
