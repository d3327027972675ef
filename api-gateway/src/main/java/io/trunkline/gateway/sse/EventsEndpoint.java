package io.trunkline.gateway.sse;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.address.Countries;
import io.trunkline.gateway.frame.JsonTopics;
import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.gateway.identity.Bearer;
import io.trunkline.gateway.identity.Handshakes;
import io.trunkline.gateway.identity.Purpose;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Opens streams of server-sent events (WHATWG HTML, section 9.2). Everything is checked before the answer begins, and refused by an HTTP status. */
@RestController
class EventsEndpoint {
    private final Authenticator authenticator;
    private final Handshakes handshakes;
    private final Countries countries;
    private final EventsDoor door;

    EventsEndpoint(Authenticator authenticator, Handshakes handshakes, Countries countries, EventsDoor door) {
        this.authenticator = authenticator;
        this.handshakes = handshakes;
        this.countries = countries;
        this.door = door;
    }

    @Operation(
            summary = "Listen to topics, as server-sent events",
            description = "Secure topics need realtime:subscriber:read:topic:<pattern>",
            parameters = {
                @Parameter(
                        in = ParameterIn.QUERY,
                        name = "topic",
                        array = @ArraySchema(schema = @Schema(type = "string", minLength = 1, maxLength = 256))),
                @Parameter(
                        in = ParameterIn.QUERY,
                        name = "since",
                        description =
                                "earliest, latest, or a position for each topic, in order and separated by commas",
                        schema = @Schema(type = "string")),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = "Last-Event-ID",
                        description = "The id of the last event of a stream of the same topics, which is gone on from; "
                                + "stronger than since",
                        schema = @Schema(type = "string"))
            },
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "Frames as WebSocket clients hear them",
                            content = @Content(mediaType = "text/event-stream")))
    @GetMapping("/apps/{appId}/events")
    Mono<Void> open(@PathVariable String appId, ServerWebExchange exchange) {
        var request = exchange.getRequest();
        if (!HttpMethod.GET.equals(request.getMethod())) {
            return Mono.error(new MethodNotAllowedException(request.getMethod(), List.of(HttpMethod.GET)));
        }
        var filters = request.getQueryParams().getOrDefault("topic", List.of()).stream()
                .map(topic -> TopicFilter.exact(JsonTopics.of(topic)))
                .distinct()
                .toList();
        var start = Start.of(
                request.getHeaders().getFirst("Last-Event-ID"),
                request.getQueryParams().getFirst("since"),
                filters.size());
        var remote = Objects.requireNonNull(request.getRemoteAddress()).getAddress();
        var token = token(request);
        handshakes.from(remote);
        return authenticator
                .authenticate(new ApplicationId(appId), token, Purpose.CLIENT, remote)
                .doOnNext(login -> handshakes.by(login.principal(), remote))
                .map(login -> new Listening(
                        login, remote.getHostAddress(), countries.of(request.getHeaders()), filters, start))
                .flatMap(client -> stream(exchange.getResponse(), client));
    }

    /** Scripts cannot give an EventSource a header; others had better, for queries end up in other people's logs. */
    private static String token(ServerHttpRequest request) {
        var inQuery = request.getQueryParams().getFirst("access_token");
        var token = inQuery == null ? Bearer.token(request.getHeaders()) : inQuery;
        if (token == null || token.isEmpty()) {
            throw new Refused(
                    Reason.UNAUTHENTICATED,
                    "Send a token signed with authKey: ?access_token=<JWT>, or Authorization: Bearer <JWT>");
        }
        return token;
    }

    private Mono<Void> stream(ServerHttpResponse response, Listening client) {
        HttpServerResponse http = ServerHttpResponseDecorator.getNativeResponse(response);
        http.header(HttpHeaders.CONTENT_TYPE, "text/event-stream;charset=UTF-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-cache, no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Accel-Buffering", "no");
        return EventStream.open(http, door, client);
    }
}
