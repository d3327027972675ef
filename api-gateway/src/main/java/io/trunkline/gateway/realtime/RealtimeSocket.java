package io.trunkline.gateway.realtime;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.address.Countries;
import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.gateway.identity.Login;
import io.trunkline.gateway.identity.Purpose;
import java.util.Objects;
import java.util.function.Function;
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
import reactor.netty.http.server.HttpServerResponse;
import reactor.util.context.Context;

/**
 * The handshake: everything is checked before the 101, and refused by an HTTP status (spec, section 2). Once upgraded the session lives on its Netty channel,
 * beside the reactive streams that brought it there; what those carried, the exchange with it, is let go.
 */
@RestController
class RealtimeSocket {
    private static final String BEFORE = "reactor.right.reactiveBridge";
    private static final String DECODER = "trunkline.decoder";
    private static final String NAME = "trunkline.realtime";

    /** A WebSocket frame that is longer than this, and than its application's limit, is not even read; a shorter one that is too large is told so. */
    private static final int MAX_FRAME = 1 << 16;

    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String SPOKEN = "13";

    /** What a client asks for that wants error frames instead of closes. */
    private static final String ERROR_FRAMES = "frames";

    private final Authenticator authenticator;
    private final Countries countries;
    private final RealtimeDoor door;

    RealtimeSocket(Authenticator authenticator, Countries countries, RealtimeDoor door) {
        this.authenticator = authenticator;
        this.countries = countries;
        this.door = door;
    }

    @GetMapping("/apps/{appId}")
    Mono<Void> open(
            @PathVariable String appId,
            @RequestParam(name = "access_token", required = false) @Nullable String token,
            @RequestParam(name = "errors", required = false) @Nullable String errors,
            ServerWebExchange exchange) {
        checkUpgrade(exchange.getRequest().getHeaders());
        if (token == null || token.isEmpty()) {
            throw new Refused(Reason.UNAUTHENTICATED, "Send a token: ?access_token=<JWT signed with authKey>");
        }
        var address =
                Objects.requireNonNull(exchange.getRequest().getRemoteAddress()).getAddress();
        Function<String, Mono<Login>> logins =
                shown -> authenticator.authenticate(new ApplicationId(appId), shown, Purpose.CLIENT, address);
        var extension = extension(exchange.getRequest().getHeaders());
        door.handshakes().from(address);
        return logins.apply(token)
                .doOnNext(login -> door.handshakes().by(login.principal(), address))
                .map(login -> new Caller(
                        login,
                        address,
                        countries.of(exchange.getRequest().getHeaders()),
                        logins,
                        ERROR_FRAMES.equals(errors),
                        extension != null))
                .flatMap(caller -> upgrade(exchange.getResponse(), caller, extension));
    }

    private @Nullable String extension(HttpHeaders headers) {
        return door.settings().permessageDeflate()
                ? MessageDeflate.agree(headers.getOrEmpty(MessageDeflate.HEADER))
                : null;
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

    private Mono<Void> upgrade(ServerHttpResponse response, Caller caller, @Nullable String extension) {
        HttpServerResponse http = ServerHttpResponseDecorator.getNativeResponse(response);
        if (extension != null) {
            http.header(MessageDeflate.HEADER, extension);
        }
        var application = door.application(caller.login().principal());
        var most = Math.max(MAX_FRAME, door.maxFrame(application));
        return http.sendWebsocket((in, out) -> {
                    in.withConnection(connection -> attach(connection.channel(), caller, most));
                    return out.neverComplete();
                })
                .then()
                .contextWrite(context -> Context.empty());
    }

    /** The decoder is one that leaves it to us what is said of frames it cannot read. */
    private void attach(Channel channel, Caller caller, int most) {
        if (!channel.isActive()) {
            return; // it went during its handshake, and its handlers with it
        }
        var decoding = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(most)
                .allowExtensions(true)
                .closeOnProtocolViolation(false)
                .build();
        channel.pipeline().replace(WebSocket13FrameDecoder.class, DECODER, new WebSocket13FrameDecoder(decoding));
        channel.pipeline().addBefore(BEFORE, NAME, new FrameHandler(door, caller));
        channel.config().setAutoRead(true);
        EarlyFrames.release(channel);
    }
}
