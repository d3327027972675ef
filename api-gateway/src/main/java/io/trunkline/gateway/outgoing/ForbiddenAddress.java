package io.trunkline.gateway.outgoing;

import java.net.UnknownHostException;

/** A call was not made because of where it would have gone; to its maker it is as if nobody was there. */
final class ForbiddenAddress extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    ForbiddenAddress(String message) {
        super(message);
    }
}
