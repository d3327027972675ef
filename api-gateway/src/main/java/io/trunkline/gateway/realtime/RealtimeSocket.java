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
import io.trunkline.gateway.upgrade.Upgrade;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.WebsocketServerSpec;

/** The handshake: everything is checked before the 101, and refused by an HTTP status (spec, section 2). */
@RestController
class RealtimeSocket {
    private static final String DECODER = "trunkline.decoder";
    private static final String NAME = "trunkline.realtime";

    /** A WebSocket frame that is longer than this, and than its application's limit, is not even read; a shorter one that is too large is told so. */
    private static final int MAX_FRAME = 1 << 16;

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
        Upgrade.check(exchange.getRequest().getHeaders());
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

    private Mono<Void> upgrade(ServerHttpResponse response, Caller caller, @Nullable String extension) {
        var http = Upgrade.http(response);
        if (extension != null) {
            http.header(MessageDeflate.HEADER, extension);
        }
        var application = door.application(caller.login().principal());
        var most = Math.max(MAX_FRAME, door.maxFrame(application));
        var spec = WebsocketServerSpec.builder().build();
        return Upgrade.begin(http, spec, channel -> attach(channel, caller, most));
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
        channel.pipeline().addBefore(Upgrade.BRIDGE, NAME, new FrameHandler(door, caller));
    }
}
