package io.trunkline.gateway.mqtt;

import io.swagger.v3.oas.annotations.Hidden;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.upgrade.Upgrade;
import io.trunkline.mqtt.MqttInlet;
import io.trunkline.mqtt.SubProtocols;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.WebsocketServerSpec;

/** MQTT over WebSocket on the HTTP ports. Any origin may come, with any query: credentials are in the CONNECT packet. */
@RestController
@Hidden
class MqttSocket {
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

    private final MqttListening listening;

    MqttSocket(MqttListening listening) {
        this.listening = listening;
    }

    @GetMapping("/mqtt")
    Mono<Void> mqtt(ServerWebExchange exchange) {
        return open(exchange);
    }

    /** Where clients go that are given no path, or are older. To others there is nothing here. */
    @GetMapping({"/", "/ws"})
    Mono<Void> elsewhere(ServerWebExchange exchange) {
        if (!"websocket".equalsIgnoreCase(exchange.getRequest().getHeaders().getUpgrade())) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return open(exchange);
    }

    private Mono<Void> open(ServerWebExchange exchange) {
        var headers = exchange.getRequest().getHeaders();
        Upgrade.check(headers);
        if (!SubProtocols.isOffered(headers.getOrEmpty(PROTOCOLS))) {
            throw new Refused(Reason.MALFORMED, "MQTT is spoken here: ask for it by " + PROTOCOLS + ": mqtt");
        }
        var address = Objects.requireNonNull(exchange.getRequest().getRemoteAddress());
        return upgrade(exchange, inlet(), address);
    }

    private static Mono<Void> upgrade(ServerWebExchange exchange, MqttInlet inlet, InetSocketAddress address) {
        var spec = WebsocketServerSpec.builder()
                .protocols(SubProtocols.NAMES)
                .maxFramePayloadLength(inlet.maxFrame())
                .build();
        return Upgrade.begin(
                Upgrade.http(exchange.getResponse()), spec, channel -> inlet.enter(channel, Upgrade.BRIDGE, address));
    }

    private MqttInlet inlet() {
        var inlet = listening.web();
        if (inlet == null) {
            throw new Refused(Reason.UNAVAILABLE, "There is no MQTT on this port");
        }
        return inlet;
    }
}
