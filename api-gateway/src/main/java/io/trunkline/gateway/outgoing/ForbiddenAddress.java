package io.trunkline.gateway.outgoing;

import java.net.UnknownHostException;
import java.util.Objects;
import java.util.stream.Stream;

/** A call was not made because of where it would have gone. */
public final class ForbiddenAddress extends UnknownHostException {
    private static final long serialVersionUID = 1L;
    private static final int DEPTH = 20;

    public ForbiddenAddress(String message) {
        super(message);
    }

    /** Whether that is why a call failed, however it was wrapped on its way. */
    public static boolean isBehind(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEPTH)
                .anyMatch(ForbiddenAddress.class::isInstance);
    }
}
