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
final class EngineLoops extends SessionEventLoopGroup {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLoops.class);
    private static final String CONNECT = "CONN";
    private static final CompletableFuture<String> DONE = CompletableFuture.completedFuture("done");

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
        queue(executor(sessionId), sessionId, () -> {
            if (isOver.getAsBoolean()) {
                homes.remove(sessionId);
            }
        });
    }

    /** Runs a command of ours; false when the loops are shut down. */
    boolean run(String sessionId, Runnable command) {
        var executor = executor(sessionId);
        if (executor.inEventLoop()) {
            run(command);
            return true;
        }
        return queue(executor, sessionId, command);
    }

    /** A CONNECT is never looked at before the caller has fitted its channel to the session. */
    @Override
    public PostOffice.RouteResult routeCommand(String sessionId, String what, Callable<Void> action) {
        var executor = executor(sessionId);
        if (executor.inEventLoop() && !what.equals(CONNECT)) {
            call(what, action);
        } else if (!queue(executor, sessionId, () -> call(what, action))) {
            return PostOffice.RouteResult.failed(sessionId);
        }
        return PostOffice.RouteResult.success(sessionId, DONE);
    }

    private boolean queue(EventExecutor executor, String sessionId, Runnable command) {
        try {
            executor.execute(() -> arrived(sessionId, command));
            return true;
        } catch (RejectedExecutionException shutDown) {
            return false;
        }
    }

    /** The session may have moved while the command was on its way. */
    private void arrived(String sessionId, Runnable command) {
        var home = executor(sessionId);
        if (home.inEventLoop()) {
            run(command);
        } else {
            queue(home, sessionId, command);
        }
    }

    /** What fails in a command of ours is a fault. */
    private static void run(Runnable command) {
        try {
            command.run();
        } catch (RuntimeException | AssertionError | StackOverflowError fault) {
            LOG.error("event=mqtt-session-command-failed", fault);
        }
    }

    /** What fails inside the jar is expected and contained. */
    private static void call(String what, Callable<Void> action) {
        try {
            action.call();
        } catch (Exception | AssertionError | StackOverflowError fault) {
            LOG.debug("event=mqtt-session-command-failed command={}", what, fault);
        }
    }
}
