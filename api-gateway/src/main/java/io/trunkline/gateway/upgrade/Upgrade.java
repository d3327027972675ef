package io.trunkline.gateway.upgrade;

import io.netty.channel.Channel;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.function.Consumer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.util.context.Context;

/**
 * The step from an HTTP request to a WebSocket that lives on its Netty channel, beside the reactive streams that brought it there; what those carried, the
 * exchange with it, is let go.
 */
public final class Upgrade {
    /** The handler of the reactive streams: who takes a channel over stands before it, and lets nothing through. */
    public static final String BRIDGE = "reactor.right.reactiveBridge";

    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String SPOKEN = "13";

    private Upgrade() {}

    /**
     * RFC 6455, section 4.2.1; in another version a client is told the one that is spoken (section 4.4).
     *
     * @throws Refused MALFORMED
     * @throws ErrorResponseException 426
     */
    public static void check(HttpHeaders headers) {
        if (!"websocket".equalsIgnoreCase(headers.getUpgrade())) {
            throw required("This address speaks WebSocket (RFC 6455)");
        }
        if (headers.getConnection().stream().noneMatch("upgrade"::equalsIgnoreCase)
                || headers.getFirst("Sec-WebSocket-Key") == null
                || headers.getFirst(VERSION) == null) {
            throw new Refused(
                    Reason.MALFORMED,
                    "A handshake has Connection: Upgrade, Sec-WebSocket-Key and Sec-WebSocket-Version (RFC 6455, 4.1)");
        }
        if (!SPOKEN.equals(headers.getFirst(VERSION))) {
            throw required("WebSocket is spoken in version " + SPOKEN + " here");
        }
    }

    private static ErrorResponseException required(String detail) {
        var problem = new ErrorResponseException(HttpStatus.UPGRADE_REQUIRED);
        problem.setDetail(detail);
        problem.getHeaders().setUpgrade("websocket");
        problem.getHeaders().setConnection("Upgrade");
        problem.getHeaders().set(VERSION, SPOKEN);
        return problem;
    }

    /** The server's own response behind Spring's. */
    public static HttpServerResponse http(ServerHttpResponse response) {
        return ServerHttpResponseDecorator.getNativeResponse(response);
    }

    /**
     * Answers with a 101 and gives the channel away.
     *
     * @param taker takes it over, on its loop, before the first frame is read
     */
    public static Mono<Void> begin(HttpServerResponse http, WebsocketServerSpec spec, Consumer<Channel> taker) {
        return http.sendWebsocket(
                        (in, out) -> {
                            in.withConnection(connection -> hand(connection.channel(), taker));
                            return out.neverComplete();
                        },
                        spec)
                .then()
                .contextWrite(context -> Context.empty());
    }

    private static void hand(Channel channel, Consumer<Channel> taker) {
        taker.accept(channel);
        channel.config().setAutoRead(true);
        EarlyFrames.release(channel);
    }
}
