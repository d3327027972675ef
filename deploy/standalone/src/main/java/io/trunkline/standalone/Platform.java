package io.trunkline.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started so far, in order; it ends in the opposite order, once. */
final class Platform implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Platform.class);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private boolean closed;

    /** Takes charge of a part; when the end has already begun, the part ends at once. */
    synchronized <T extends AutoCloseable> T add(T part) {
        if (closed) {
            end(part);
            throw new StartFailure("stopped while starting");
        }
        running.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!running.isEmpty()) {
            end(running.pop());
        }
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("event=part-not-ended part={}", part.getClass().getSimpleName(), e);
        }
    }
}
