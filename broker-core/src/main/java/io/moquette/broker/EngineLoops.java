package io.moquette.broker;

import io.moquette.interception.BrokerInterceptor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session loops, on the event loops of the channels instead of threads and locked, bounded queues of their own: no command can end a loop, none is lost,
 * and half of them need no other thread.
 */
final class EngineLoops extends SessionEventLoopGroup {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLoops.class);
    private static final String CONNECT = "CONN";

    private final List<EventExecutor> executors = new ArrayList<>();

    EngineLoops(BrokerInterceptor interceptor, EventExecutorGroup group) {
        super(interceptor, 1);
        group.forEach(executors::add);
    }

    EventExecutor executor(String sessionId) {
        return executors.get(Math.floorMod(sessionId.hashCode(), executors.size()));
    }

    /** A CONNECT is never looked at before the caller has fitted its channel to the session. */
    @Override
    public PostOffice.RouteResult routeCommand(String sessionId, String what, Callable<Void> action) {
        var executor = executor(sessionId);
        if (executor.inEventLoop() && !what.equals(CONNECT)) {
            run(what, action);
        } else {
            try {
                executor.execute(() -> run(what, action));
            } catch (RejectedExecutionException shutDown) {
                return PostOffice.RouteResult.failed(sessionId);
            }
        }
        return PostOffice.RouteResult.success(sessionId, CompletableFuture.completedFuture(sessionId));
    }

    private static void run(String what, Callable<Void> action) {
        try {
            action.call();
        } catch (Exception | AssertionError | StackOverflowError fault) {
            LOG.debug("event=mqtt-session-command-failed command={}", what, fault);
        }
    }
}
