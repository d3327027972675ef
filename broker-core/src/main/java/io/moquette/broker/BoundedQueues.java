package io.moquette.broker;

import io.moquette.broker.SessionRegistry.EnqueuedMessage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The sessions' queues, in memory, each bounded in messages and bytes; what is too much is refused, what has expired is thrown away. */
final class BoundedQueues implements IQueueRepository {
    private final ConcurrentMap<String, BoundedQueue> queues = new ConcurrentHashMap<>();
    private final int maxMessages;
    private final long maxBytes;

    BoundedQueues(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    @Override
    public Set<String> listQueueNames() {
        return Set.copyOf(queues.keySet());
    }

    @Override
    public boolean containsQueue(String clientId) {
        return queues.containsKey(clientId);
    }

    @Override
    public SessionMessageQueue<EnqueuedMessage> getOrCreateQueue(String clientId) {
        return queues.computeIfAbsent(clientId, BoundedQueue::new);
    }

    /** What waits for a session, in order, as it is now. */
    List<EngineMessage> waiting(String clientId) {
        var queue = queues.get(clientId);
        return queue == null ? List.of() : queue.copy();
    }

    @Override
    public void close() {
        queues.values().forEach(BoundedQueue::closeAndPurge);
    }

    private final class BoundedQueue implements SessionMessageQueue<EnqueuedMessage> {
        private final String owner;
        private final Queue<EngineMessage> waiting = new ArrayDeque<>();
        private long bytes;
        private boolean closed;

        BoundedQueue(String owner) {
            this.owner = owner;
        }

        @Override
        public synchronized void enqueue(EnqueuedMessage message) {
            var added = (EngineMessage) message;
            if (closed || waiting.size() >= maxMessages || bytes + added.bytes() > maxBytes) {
                end(added, EngineMessage.End.OVERFLOW);
            } else {
                waiting.add(added);
                bytes += added.bytes();
            }
        }

        synchronized List<EngineMessage> copy() {
            return List.copyOf(waiting);
        }

        @Override
        @SuppressWarnings("NullAway") // the jar's port says null when empty, without an annotation
        public synchronized @Nullable EnqueuedMessage dequeue() {
            throwAwayExpired();
            var next = waiting.poll();
            if (next != null) {
                bytes -= next.bytes();
            }
            return next;
        }

        @Override
        public synchronized boolean isEmpty() {
            throwAwayExpired();
            return waiting.isEmpty();
        }

        @Override
        public synchronized void closeAndPurge() {
            closed = true;
            waiting.forEach(message -> end(message, EngineMessage.End.SETTLED));
            waiting.clear();
            bytes = 0;
            queues.remove(owner, this);
        }

        private void throwAwayExpired() {
            for (var next = waiting.peek(); next != null && next.isExpired(); next = waiting.peek()) {
                waiting.remove();
                bytes -= next.bytes();
                end(next, EngineMessage.End.EXPIRED);
            }
        }

        private static void end(EngineMessage message, EngineMessage.End how) {
            message.endBy(how);
            message.release();
        }
    }
}
