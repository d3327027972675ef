package io.moquette.broker;

import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import io.moquette.interception.BrokerInterceptor;
import io.moquette.persistence.MemorySessionsRepository;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.List;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Moquette as a session engine: session life, packet ids, in-flight windows, QoS 1 and 2 towards subscribers, offline queues. It routes nothing, stores no
 * retained message and knows no will. Sessions are named by an id that is unique over all tenants; unless said otherwise a call on a session must come
 * from its loop ({@link #run}).
 */
public final class Engine implements AutoCloseable {
    private static final AttributeKey<Object> CONNECTION = AttributeKey.valueOf("connection");

    private final EngineLoops loops;
    private final EngineSessions sessions;
    private final BoundedQueues queues;
    private final GatePostOffice postOffice;
    private final BrokerInterceptor interceptor;
    private final NewNettyMQTTHandler handler;

    /**
     * The bounds of the engine.
     *
     * @param queuedMessages waiting messages per session
     * @param queuedBytes waiting bytes per session
     */
    public record Bounds(int queuedMessages, long queuedBytes) {}

    record Parts(
            BrokerInterceptor interceptor,
            EngineLoops loops,
            ISessionsRepository repository,
            Authorizator authorizator) {}

    /** @param group the loops that sessions live on, best the same as their channels'; closed by who handed them in */
    public Engine(Bounds bounds, EventExecutorGroup group, EngineEvents events) {
        interceptor = new BrokerInterceptor(List.of());
        loops = new EngineLoops(interceptor, group);
        var authorizator = new Authorizator(new PermitAllAuthorizatorPolicy());
        var parts = new Parts(interceptor, loops, new MemorySessionsRepository(), authorizator);
        var directory = new EndpointDirectory(events::destroyed);
        queues = new BoundedQueues(bounds.queuedMessages(), bounds.queuedBytes());
        sessions = new EngineSessions(parts, queues, directory);
        postOffice = new GatePostOffice(parts, directory, sessions, events::opened);
        var configuration = new BrokerConfiguration(new MemoryConfig(new Properties()));
        handler = new NewNettyMQTTHandler(
                new MQTTConnectionFactory(configuration, (client, user, password) -> true, sessions, postOffice));
    }

    /** The engine's end of every pipeline; it may be shared. Before it stands whoever keeps the network from it. */
    public ChannelInboundHandler handler() {
        return handler;
    }

    /** Runs a command on the loop of a session, from any thread; at once when already there. False when the loops are shut down: then it never runs. */
    public boolean run(String sessionId, Runnable command) {
        return loops.run(sessionId, command);
    }

    /** From now on a session lives on another loop, best its channel's, if that is one of the engine's; the last thing that a command on its loop does. */
    public void move(String sessionId, EventExecutor to) {
        loops.move(sessionId, to);
    }

    /** A session has ended, and may live anywhere again, if {@code isOver} says so still on its loop after all that was asked before. */
    public void forget(String sessionId, BooleanSupplier isOver) {
        loops.forget(sessionId, isOver);
    }

    /** Whether there is such a session, on a channel or off it. */
    public boolean knows(String sessionId) {
        return sessions.retrieve(sessionId) != null;
    }

    /** Takes a session, if there is one, from its channel and keeps it. */
    public void detach(String sessionId) {
        var session = sessions.retrieve(sessionId);
        if (session != null) {
            sessions.detach(session);
        }
    }

    /** Ends a session, if there is one, and throws away what it held. */
    public void destroy(String sessionId) {
        var session = sessions.retrieve(sessionId);
        if (session != null) {
            sessions.destroy(session);
        }
    }

    /**
     * Fits the channel to the session it is about to open; on the channel's loop, right after the CONNECT went in. The jar begins packet ids at 1 on every
     * channel, over the ids still in flight, and forgets that packets waiting for PUBCOMP fill the window.
     *
     * @param window the client's receive maximum
     * @param lastPacketId the id the session used last
     * @param released how many of its packets wait for PUBCOMP
     * @return what its packets carry, by their ids
     */
    public EnginePacketIds fit(Channel channel, int window, int lastPacketId, int released) {
        var connection = (MQTTConnection) channel.attr(CONNECTION).get();
        var ids = new EnginePacketIds(connection);
        connection.assignSendQuota(new EngineWindow(window, released, ids));
        for (var id = 0; id != lastPacketId; ) {
            id = connection.nextPacketId();
        }
        return ids;
    }

    /** Hands a message to a session: sent if its window has room, queued if not. It {@linkplain EngineMessage.Cargo#left leaves} when it is settled. */
    public void deliver(String sessionId, EngineMessage message) {
        var session = sessions.retrieve(sessionId);
        if (message.isExpired()) {
            message.endBy(EngineMessage.End.EXPIRED);
        } else if (session != null) {
            session.sendPublishOnSessionAtQos(message);
        }
        message.release();
    }

    /** What a session holds: what is in flight, and then what waits; for who wants to know, not for the path of messages. */
    public Stream<EngineMessage> held(String sessionId) {
        var session = sessions.retrieve(sessionId);
        var inFlight = session == null ? Stream.<EngineMessage>empty() : EnginePacketIds.inFlight(session);
        return Stream.concat(inFlight, queues.waiting(sessionId).stream());
    }

    /** Ends every session and the loops; blocks until the loops are done. */
    @Override
    public void close() {
        sessions.close();
        interceptor.stop();
        postOffice.terminate();
    }
}
