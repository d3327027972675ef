package io.moquette.broker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The packet ids of one connection, and what went out by them. The jar gives out the next one though it may still be in flight, 65,535 packets later, and
 * loses what it belonged to; it shows neither the last id nor those in flight, so its fields are read. On the session's loop.
 */
public final class EnginePacketIds {
    private static final int LAST = 0xffff;
    private static final VarHandle LAST_ID = field(MQTTConnection.class, "lastPacketId", AtomicInteger.class);
    private static final VarHandle SESSION = field(MQTTConnection.class, "bindedSession", Session.class);
    private static final VarHandle IN_FLIGHT = field(Session.class, "inflightWindow", Map.class);

    private static final Field FINAL_IN_FLIGHT = finalField(Session.class, "inflightWindow");

    private final MQTTConnection connection;
    private @Nullable Map<?, ?> window;

    EnginePacketIds(MQTTConnection connection) {
        this.connection = connection;
    }

    private static VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A VarHandle does not set what is final. */
    private static Field finalField(Class<?> owner, String name) {
        try {
            var field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Messages that a session has sent and that are not acknowledged. */
    static Stream<EngineMessage> inFlight(Session session) {
        return ((Map<?, ?>) IN_FLIGHT.get(session))
                .values().stream().filter(EngineMessage.class::isInstance).map(EngineMessage.class::cast);
    }

    /** The next id that the connection gives out is free from now on; there is one, as at most a window of them is not. */
    void passOverThoseInFlight() {
        var last = ((AtomicInteger) LAST_ID.get(connection)).get();
        while (window().containsKey(last == LAST ? 1 : last + 1)) {
            last = connection.nextPacketId();
        }
    }

    /** What the PUBLISH carries that the engine is sending by this id. */
    public EngineMessage.Cargo cargo(int packetId) {
        if (window().get(packetId) instanceof EngineMessage message) {
            return message.cargo();
        }
        throw new IllegalArgumentException("no PUBLISH of the engine's");
    }

    /** The connection keeps its session, and that its map; before anything is in it, its connection comes here. */
    private Map<?, ?> window() {
        var known = window;
        if (known == null) {
            known = inOrder((Session) SESSION.get(connection));
            window = known;
        }
        return known;
    }

    /** The jar sends what is in flight again in the order of its map, a hash table; it has to be that in which it was sent (MQTT 5, section 4.6). */
    private static Map<?, ?> inOrder(Session session) {
        var there = (Map<?, ?>) IN_FLIGHT.get(session);
        if (there instanceof LinkedHashMap) {
            return there;
        }
        var ordered = new LinkedHashMap<Object, Object>(there);
        try {
            FINAL_IN_FLIGHT.set(session, ordered);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        return ordered;
    }
}
