package io.moquette.broker;

import io.moquette.interception.BrokerInterceptor;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session loops, made so that no command can end one, and none is lost in silence. */
final class EngineLoops extends SessionEventLoopGroup {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLoops.class);

    private final Consumer<String> overflow;

    EngineLoops(BrokerInterceptor interceptor, int capacity, Consumer<String> overflow) {
        super(interceptor, capacity);
        this.overflow = overflow;
    }

    /** The jar's own takes Math.abs, which is negative for one hash out of four billion. */
    @Override
    int targetQueueOrdinal(String clientId) {
        return Math.floorMod(clientId.hashCode(), getEventLoopCount());
    }

    @Override
    public PostOffice.RouteResult routeCommand(String clientId, String what, Callable<Void> action) {
        var result = super.routeCommand(clientId, what, guarded(what, action));
        if (!result.isSuccess()) {
            overflow.accept(clientId);
        }
        return result;
    }

    @SuppressWarnings({"NullAway", "PMD.AvoidCatchingThrowable"
    }) // Void has only null; an Error must not end a loop that thousands of sessions share
    private static Callable<Void> guarded(String what, Callable<Void> action) {
        return () -> {
            try {
                return action.call();
            } catch (Throwable fault) {
                LOG.debug("event=session-command-failed command={}", what, fault);
                return null;
            }
        };
    }
}
