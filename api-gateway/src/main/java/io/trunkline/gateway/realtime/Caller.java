package io.trunkline.gateway.realtime;

import io.trunkline.gateway.identity.Login;
import java.net.InetAddress;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Who has come, and what of the door's options the handshake asked for.
 *
 * @param again logs the same caller in with another token
 * @param errorFrames whether it wants to be told what was wrong with a frame, and to stay
 * @param deflates whether permessage-deflate was agreed on
 */
record Caller(
        Login login, InetAddress address, Function<String, Mono<Login>> again, boolean errorFrames, boolean deflates) {

    /** As it is shown to clients. */
    String remoteAddress() {
        return address.getHostAddress();
    }
}
