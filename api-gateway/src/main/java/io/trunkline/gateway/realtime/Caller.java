package io.trunkline.gateway.realtime;

import io.trunkline.broker.observe.Country;
import io.trunkline.gateway.identity.Login;
import java.net.InetAddress;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Who has come, and what of the door's options the handshake asked for.
 *
 * @param country where the proxies before us say that it is
 * @param again logs the same caller in with another token
 * @param errorFrames whether it wants to be told what was wrong with a frame, and to stay
 * @param deflates whether permessage-deflate was agreed on
 */
record Caller(
        Login login,
        InetAddress address,
        Country country,
        Function<String, Mono<Login>> again,
        boolean errorFrames,
        boolean deflates) {

    /** As it is shown to clients. */
    String remoteAddress() {
        return address.getHostAddress();
    }
}
