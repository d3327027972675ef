package io.trunkline.gateway.realtime;

import io.netty.channel.WriteBufferWaterMark;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.gateway.identity.Login;
import io.trunkline.gateway.identity.Purpose;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.util.context.Context;

/**
 * The handshake: everything is checked before the 101, and refused by an HTTP status (spec, section 2). Once upgraded the session lives on its Netty channel,
 * beside the reactive streams that brought it there; what those carried, the exchange with it, is let go.
 */
@RestController
class RealtimeSocket {
    private static final String BEFORE = "reactor.right.reactiveBridge";
    private static final String NAME = "trunkline.realtime";

    /** A WebSocket frame that is longer than this, and than its application's limit, is not even read; a shorter one that is too large is told so. */
    private static final int MAX_FRAME = 1 << 16;

    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String SPOKEN = "13";

    private final Authenticator authenticator;
    private final RealtimeDoor door;

    RealtimeSocket(Authenticator authenticator, RealtimeDoor door) {
        this.authenticator = authenticator;
        this.door = door;
    }

    @GetMapping("/apps/{appId}")
    Mono<Void> open(
            @PathVariable String appId,
            @RequestParam(name = "access_token", required = false) @Nullable String token,
            ServerWebExchange exchange) {
        checkUpgrade(exchange.getRequest().getHeaders());
        if (token == null || token.isEmpty()) {
            throw new Refused(Reason.UNAUTHENTICATED, "Send a token: ?access_token=<JWT signed with authKey>");
        }
        var remote = Objects.requireNonNull(exchange.getRequest().getRemoteAddress());
        return authenticator
                .authenticate(new ApplicationId(appId), token, Purpose.CLIENT, remote.getAddress())
                .flatMap(login -> upgrade(exchange.getResponse(), login, remote));
    }

    /** RFC 6455, section 4.2.1; in another version it is told the one that is spoken (section 4.4). */
    private static void checkUpgrade(HttpHeaders headers) {
        if (!"websocket".equalsIgnoreCase(headers.getUpgrade())) {
            throw upgradeRequired("This address speaks WebSocket (RFC 6455)");
        }
        if (headers.getConnection().stream().noneMatch("upgrade"::equalsIgnoreCase)
                || headers.getFirst("Sec-WebSocket-Key") == null
                || headers.getFirst(VERSION) == null) {
            throw new Refused(
                    Reason.MALFORMED,
                    "A handshake has Connection: Upgrade, Sec-WebSocket-Key and Sec-WebSocket-Version (RFC 6455, 4.1)");
        }
        if (!SPOKEN.equals(headers.getFirst(VERSION))) {
            throw upgradeRequired("WebSocket is spoken in version " + SPOKEN + " here");
        }
    }

    private static ErrorResponseException upgradeRequired(String detail) {
        var problem = new ErrorResponseException(HttpStatus.UPGRADE_REQUIRED);
        problem.setDetail(detail);
        problem.getHeaders().setUpgrade("websocket");
        problem.getHeaders().setConnection("Upgrade");
        problem.getHeaders().set(VERSION, SPOKEN);
        return problem;
    }

    private Mono<Void> upgrade(ServerHttpResponse response, Login client, InetSocketAddress remote) {
        HttpServerResponse http = ServerHttpResponseDecorator.getNativeResponse(response);
        var most = Math.max(MAX_FRAME, door.maxFrame(door.application(client.principal())));
        var spec = WebsocketServerSpec.builder().maxFramePayloadLength(most).build();
        return http.sendWebsocket(
                        (in, out) -> {
                            in.withConnection(connection -> attach(connection, client, remote));
                            return out.neverComplete();
                        },
                        spec)
                .then()
                .contextWrite(context -> Context.empty());
    }

    private void attach(Connection connection, Login client, InetSocketAddress remote) {
        var channel = connection.channel();
        var most = (int) door.settings().sendBuffer().toBytes();
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(most / 2, most));
        var address = remote.getAddress().getHostAddress();
        channel.pipeline().addBefore(BEFORE, NAME, new FrameHandler(door, client, address));
        channel.config().setAutoRead(true);
        EarlyFrames.release(channel);
    }
}
