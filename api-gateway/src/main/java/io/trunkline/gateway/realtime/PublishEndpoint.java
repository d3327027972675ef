package io.trunkline.gateway.realtime;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.io.ByteArrayOutputStream;
import org.springframework.core.io.buffer.DataBuffer;
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
        // the rest of a body that is too large is not read, so that no other request can follow on its connection
        return request.getBody()
                .map(PublishEndpoint::bytes)
                .collect(() -> new Body(most), Body::add)
                .doOnError(Refused.class, tooLarge -> response.getHeaders().setConnection("close"))
                .flatMap(body -> publish(backend, body.whole()));
    }

    private Mono<Receipt> publish(Principal backend, byte[] body) {
        var fields = RealtimeDoor.READER.publish(body);
        var topic = fields.topic();
        var message = fields.message("message");
        door.checkSize(door.application(backend), message);
        return door.broker().publish(backend, topic, message);
    }

    private static byte[] bytes(DataBuffer buffer) {
        var bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /**
     * A body being read, as copies: a buffer that is still in Reactor's hands when a limit throws is released twice, by what reads the body and by what
     * waits to write the answer.
     */
    private static final class Body {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final int most;

        Body(int most) {
            this.most = most;
        }

        void add(byte[] part) {
            if (read.size() + part.length > most) {
                throw new Refused(Reason.TOO_LARGE, "a body has at most " + most + " bytes");
            }
            read.writeBytes(part);
        }

        byte[] whole() {
            if (read.size() == 0) {
                throw Fields.malformed("The body is empty");
            }
            return read.toByteArray();
        }
    }
}
