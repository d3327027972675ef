package io.trunkline.gateway.realtime;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Publishing over HTTP, for backends (spec, section 15). The body is read as the bytes it is, whatever its Content-Type says. */
@RestController
class PublishEndpoint {
    private final RealtimeDoor door;

    PublishEndpoint(RealtimeDoor door) {
        this.door = door;
    }

    @PostMapping({"/api/topics/{appId}/publish", "/topics/{appId}/publish"})
    Mono<Receipt> publish(
            @AuthenticationPrincipal Principal backend, ServerHttpRequest request, ServerHttpResponse response) {
        var most = door.maxFrame(door.application(backend));
        return DataBufferUtils.join(request.getBody(), most)
                .onErrorMap(DataBufferLimitException.class, tooLong -> tooLarge(most, response))
                .switchIfEmpty(Mono.error(() -> Fields.malformed("The body is empty")))
                .map(PublishEndpoint::bytes)
                .flatMap(body -> publish(backend, body));
    }

    private Mono<Receipt> publish(Principal backend, byte[] body) {
        var fields = RealtimeDoor.READER.publish(body);
        var topic = fields.topic();
        var message = fields.message("message");
        door.checkSize(door.application(backend), message);
        return door.broker().publish(backend, topic, message);
    }

    /** The rest of the body is not read, so that no other request can follow on the connection; the caller has to know. */
    private static Refused tooLarge(int most, ServerHttpResponse response) {
        response.getHeaders().setConnection("close");
        return new Refused(Reason.TOO_LARGE, "a body has at most " + most + " bytes");
    }

    private static byte[] bytes(DataBuffer buffer) {
        var bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
