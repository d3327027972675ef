package io.trunkline.gateway.realtime;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * A request's body being read, as the bytes it is, whatever its Content-Type says. What is too large is read on and thrown away, for a caller that is still
 * sending does not hear an answer; but not for ever.
 *
 * <p>The parts are copied: a buffer that is still in Reactor's hands when a limit throws is released twice, by what reads the body and by what waits to
 * write the answer.
 */
final class Body {
    /** In bytes; who sends more may see the connection cut instead of an answer. */
    private static final int PATIENCE = 16 << 20;

    private static final Duration GAP = Duration.ofSeconds(10);

    /** Where the answer is known already. */
    private static final Duration LAST_GAP = Duration.ofSeconds(1);

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int most;
    private long length;

    private Body(int most) {
        this.most = most;
    }

    /** The whole body, or {@link Refused}: TOO_LARGE, IDLE for one that does not come, MALFORMED for an empty one. */
    static Mono<byte[]> of(ServerWebExchange exchange, int most) {
        return Mono.defer(() -> new Body(most).read(exchange))
                // what is given up is not read to its end, so that no other request can follow on its connection
                .doOnError(
                        Unfinished.class,
                        unfinished -> exchange.getResponse().getHeaders().setConnection("close"))
                .onErrorMap(Unfinished.class, Unfinished::why);
    }

    private Mono<byte[]> read(ServerWebExchange exchange) {
        if (exchange.getRequest().getHeaders().getContentLength() > PATIENCE) {
            throw new Unfinished(tooLarge());
        }
        return exchange.getRequest()
                .getBody()
                .map(Body::bytes)
                .doOnNext(this::add)
                .timeout(Mono.delay(GAP), part -> Mono.delay(length > most ? LAST_GAP : GAP))
                .onErrorMap(TimeoutException.class, late -> new Unfinished(late()))
                .then(Mono.fromSupplier(this::whole));
    }

    private static byte[] bytes(DataBuffer buffer) {
        var bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private void add(byte[] part) {
        length += part.length;
        if (length > PATIENCE) {
            throw new Unfinished(tooLarge());
        }
        if (length <= most) {
            kept.writeBytes(part);
        }
    }

    private byte[] whole() {
        if (length > most) {
            throw tooLarge();
        }
        if (length == 0) {
            throw Fields.malformed("The body is empty");
        }
        return kept.toByteArray();
    }

    private Refused late() {
        return length > most ? tooLarge() : new Refused(Reason.IDLE, "the body did not come to its end");
    }

    private Refused tooLarge() {
        return new Refused(Reason.TOO_LARGE, "a body has at most " + most + " bytes");
    }

    /** A body that is not read to its end. */
    private static final class Unfinished extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Refused why;

        Unfinished(Refused why) {
            super(null, null, false, false);
            this.why = why;
        }

        Refused why() {
            return why;
        }
    }
}
