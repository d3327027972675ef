package io.moquette.broker;

import io.moquette.interception.BrokerInterceptor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session loops, on the event loops of the channels instead of threads and locked, bounded queues of their own: no command can end a loop, none is lost,
 * and a session that lives where its channel does needs no other thread.
 */
@SuppressWarnings("NullAway") // Void has only null
final class EngineLoops extends SessionEventLoopGroup {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLoops.class);
    private static final String CONNECT = "CONN";

    private final List<EventExecutor> executors = new ArrayList<>();
    /** Of the sessions that have moved to a channel's loop; all others live where their name says. */
    private final Map<String, EventExecutor> homes = new ConcurrentHashMap<>();

    EngineLoops(BrokerInterceptor interceptor, EventExecutorGroup group) {
        super(interceptor, 1);
        group.forEach(executors::add);
    }

    private EventExecutor executor(String sessionId) {
        var home = homes.get(sessionId);
        return home == null ? executors.get(Math.floorMod(sessionId.hashCode(), executors.size())) : home;
    }

    void move(String sessionId, EventExecutor to) {
        if (executors.contains(to)) {
            homes.put(sessionId, to);
        }
    }

    void forget(String sessionId, BooleanSupplier isOver) {
        queue(executor(sessionId), sessionId, "forget", () -> {
            if (isOver.getAsBoolean()) {
                homes.remove(sessionId);
            }
            return null;
        });
    }

    /** A CONNECT is never looked at before the caller has fitted its channel to the session. */
    @Override
    public PostOffice.RouteResult routeCommand(String sessionId, String what, Callable<Void> action) {
        var executor = executor(sessionId);
        if (executor.inEventLoop() && !what.equals(CONNECT)) {
            run(what, action);
        } else if (!queue(executor, sessionId, what, action)) {
            return PostOffice.RouteResult.failed(sessionId);
        }
        return PostOffice.RouteResult.success(sessionId, CompletableFuture.completedFuture(sessionId));
    }

    private boolean queue(EventExecutor executor, String sessionId, String what, Callable<Void> action) {
        try {
            executor.execute(() -> arrived(sessionId, what, action));
            return true;
        } catch (RejectedExecutionException shutDown) {
            return false;
        }
    }

    /** The session may have moved while the command was on its way. */
    private void arrived(String sessionId, String what, Callable<Void> action) {
        var home = executor(sessionId);
        if (home.inEventLoop()) {
            run(what, action);
        } else {
            queue(home, sessionId, what, action);
        }
    }

    private static void run(String what, Callable<Void> action) {
        try {
            action.call();
        } catch (Exception | AssertionError | StackOverflowError fault) {
            LOG.debug("event=mqtt-session-command-failed command={}", what, fault);
        }
    }
}
