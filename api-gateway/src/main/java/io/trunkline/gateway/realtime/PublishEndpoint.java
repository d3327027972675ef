package io.trunkline.gateway.realtime;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.SchemaProperty;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Publishing over HTTP, for backends (spec, section 15): one message, or many by one call. */
@RestController
class PublishEndpoint {
    private static final String KEY = "Idempotency-Key";

    private final RealtimeDoor door;

    PublishEndpoint(RealtimeDoor door) {
        this.door = door;
    }

    @Operation(
            summary = "Publish a message",
            description = "Needs realtime:publisher:write:topic:<pattern>",
            parameters = @Parameter(in = ParameterIn.HEADER, name = KEY),
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schemaProperties = {
                                                @SchemaProperty(name = "topic", schema = @Schema(type = "string")),
                                                @SchemaProperty(
                                                        name = "message",
                                                        schema = @Schema(description = "Any JSON but null")),
                                                @SchemaProperty(
                                                        name = "messageType",
                                                        schema =
                                                                @Schema(
                                                                        type = "string",
                                                                        description = "Empty is as none: broadcast")),
                                                @SchemaProperty(name = "id", schema = @Schema(type = "string")),
                                                @SchemaProperty(name = "compress", schema = @Schema(type = "boolean")),
                                                @SchemaProperty(
                                                        name = "delay",
                                                        schema =
                                                                @Schema(
                                                                        type = "number",
                                                                        minimum = "0",
                                                                        maximum = "604800",
                                                                        description = "Seconds until it is published")),
                                                @SchemaProperty(
                                                        name = "ttl",
                                                        schema =
                                                                @Schema(
                                                                        type = "number",
                                                                        minimum = "0",
                                                                        exclusiveMinimum = true,
                                                                        description =
                                                                                "Seconds, from when it is published,"
                                                                                        + " for which it is delivered")),
                                                @SchemaProperty(
                                                        name = "idempotencyKey",
                                                        schema =
                                                                @Schema(
                                                                        type = "string",
                                                                        description =
                                                                                "As the header: one of them, or both the same")),
                                                @SchemaProperty(
                                                        name = "excludeConnection",
                                                        schema = @Schema(type = "string"))
                                            })),
            responses = {
                @ApiResponse(responseCode = "200", description = "It was accepted", useReturnTypeSchema = true),
                @ApiResponse(responseCode = "413", description = "The message is too large"),
                @ApiResponse(responseCode = "422", description = "Another message was published under this key")
            })
    @PostMapping({"/api/topics/{appId}/publish", "/topics/{appId}/publish"})
    Mono<Published> publish(@AuthenticationPrincipal Principal backend, ServerWebExchange exchange) {
        return Body.of(exchange, door.maxFrame(door.application(backend)))
                .flatMap(body -> publish(backend, body, key(exchange)));
    }

    /** Each message by itself and in order, as if it had come alone: what is refused does not keep back the others. */
    @Operation(
            summary = "Publish many messages, each by itself and in order",
            description = "Needs realtime:publisher:write:topic:<pattern> for each topic",
            parameters = @Parameter(in = ParameterIn.HEADER, name = KEY),
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schemaProperties =
                                                    @SchemaProperty(
                                                            name = "messages",
                                                            array = @ArraySchema(maxItems = Batch.MAX_MESSAGES)))),
            responses = {
                @ApiResponse(responseCode = "200", description = "How each fared", useReturnTypeSchema = true),
                @ApiResponse(responseCode = "413", description = "The batch is too large")
            })
    @PostMapping({"/api/topics/{appId}/publish-batch", "/topics/{appId}/publish-batch"})
    Mono<BatchResults> publishBatch(@AuthenticationPrincipal Principal backend, ServerWebExchange exchange) {
        var key = key(exchange);
        return Body.of(exchange, Math.max(Batch.MAX_BYTES, door.maxFrame(door.application(backend))))
                .flatMapIterable(Batch::messages)
                .index((place, message) ->
                        publish(backend, message, key == null ? null : key.at(Math.toIntExact(place))))
                .concatMap(published -> published
                        .map(BatchResults.Result::of)
                        .onErrorResume(Refused.class, no -> Mono.just(BatchResults.Result.of(no))))
                .collectList()
                .map(BatchResults::new);
    }

    /** Of the header that <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">IETF's draft</a> names. */
    private static @Nullable IdempotencyKey key(ServerWebExchange exchange) {
        var names = exchange.getRequest().getHeaders().getOrEmpty(KEY);
        if (names.size() > 1) {
            throw Fields.malformed("there are " + names.size() + " headers " + KEY);
        }
        return names.isEmpty() ? null : IdempotencyKey.named(names.get(0));
    }

    /** Who says two keys has told them apart, and we cannot tell which one counts. */
    private static IdempotencyKey only(IdempotencyKey key, @Nullable IdempotencyKey inBody) {
        if (inBody != null && !inBody.name().equals(key.name())) {
            throw Fields.malformed("the header " + KEY + " and the idempotencyKey of the body are not the same");
        }
        return key;
    }

    private Mono<Published> publish(Principal backend, byte[] body, @Nullable IdempotencyKey key) {
        return Mono.defer(() -> {
            var fields = RealtimeDoor.READER.publish(body);
            var topic = fields.topic();
            var told = fields.publication("message").excluding(fields.excludeConnection());
            var message = key == null ? told : told.withIdempotencyKey(only(key, told.idempotencyKey()));
            door.checkSize(backend, topic, message);
            return door.broker().publish(backend, topic, message).map(Published::of);
        });
    }
}
