package io.trunkline.gateway.realtime;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
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
    Mono<Receipt> publish(@AuthenticationPrincipal Principal backend, ServerHttpRequest request) {
        var most = door.maxFrame(door.application(backend));
        return DataBufferUtils.join(request.getBody(), most)
                .onErrorMap(DataBufferLimitException.class, tooLong -> tooLarge(most))
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

    private static Refused tooLarge(int most) {
        return new Refused(Reason.TOO_LARGE, "a body has at most " + most + " bytes");
    }

    private static byte[] bytes(DataBuffer buffer) {
        var bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
