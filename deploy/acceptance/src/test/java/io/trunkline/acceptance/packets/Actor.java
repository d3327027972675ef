package io.trunkline.acceptance.packets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** One client of a script: at most one line at a time, and all it has heard over all its lines. */
final class Actor implements AutoCloseable {
    /** What has not come by then does not come. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Round trips at the end: a delivery may still wait for its loop when the first answer is written. */
    private static final int LAST_PINGS = 2;

    private final String clientId;
    private final Contender server;
    private final int version;
    private final PacketMaker maker;
    private final PacketIds ids = new PacketIds();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<PacketLine> lines = new ArrayList<>();
    private final AtomicInteger pongs = new AtomicInteger();
    private volatile boolean settling;
    private final Set<String> sessions = new LinkedHashSet<>();
    private int next;

    Actor(String clientId, Contender server, int version) {
        this.clientId = clientId;
        this.server = server;
        this.version = version;
        this.maker = new PacketMaker(version, server.login());
    }

    /** A step of this client. */
    void act(String verb, Words words) {
        switch (verb) {
            case "connect" -> {
                open();
                line().send(maker.connect(words, clientId));
                if (words.has("keep") || words.number("session-expiry", 0) != 0) {
                    sessions.add(words.get("id", clientId));
                }
                await("CONNACK");
            }
            case "open" -> open();
            case "hello" -> line().send(maker.connect(words, clientId));
            case "publish" -> line().send(maker.publish(words));
            case "subscribe" -> line().send(maker.subscribe(words));
            case "unsubscribe" -> line().send(maker.unsubscribe(words));
            case "ping" -> line().send((byte) 0xc0, (byte) 0);
            case "auth" -> line().send(maker.auth(words));
            case "puback" -> reply(4, words);
            case "pubrec" -> reply(5, words);
            case "pubrel" -> reply(6, words);
            case "pubcomp" -> reply(7, words);
            case "bytes" -> line().send(HexFormat.of().parseHex(String.join("", words.plain())));
            case "<" -> words.plain().forEach(this::await);
            case "cut" -> line().close();
            case "disconnect" -> {
                line().ending();
                line().send(maker.disconnect(words));
                await(PacketLine.CLOSED);
            }
            default -> throw new IllegalArgumentException("no client can " + verb);
        }
    }

    private void open() {
        lines.add(new PacketLine(server.port(), new PacketText(version, ids), this::hear));
    }

    private PacketLine line() {
        return lines.get(lines.size() - 1);
    }

    private void reply(int type, Words words) {
        var packetId = ids.packetId(words.plain().get(0));
        if (packetId == PacketIds.NONE) {
            return;
        }
        // before it is sent: the answer may use the identifier again
        if (type == 4 || type == 7 || words.number("code", 0) >= 0x80) {
            ids.settled(packetId);
        }
        line().send(maker.reply(type, packetId, words));
    }

    /** The next packet of this type, passing over others; whether it came is in the transcript. */
    private void await(String type) {
        try {
            patience().until(() -> comes(type));
        } catch (ConditionTimeoutException missing) {
            // another answer than this is what scripts are played for
        }
    }

    private boolean comes(String type) {
        for (var at = next; at < heard.size(); at++) {
            var packet = heard.get(at);
            if (packet.startsWith(type)) {
                next = at + 1;
                return true;
            }
        }
        return line().isOver();
    }

    private static ConditionFactory patience() {
        return Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(PATIENCE);
    }

    /** Waits until what is on its way has come. */
    void settle() {
        if (lines.isEmpty() || !line().isOpen()) {
            return;
        }
        settling = true;
        for (var ping = 1; ping <= LAST_PINGS; ping++) {
            var trips = ping;
            act("ping", Words.of(""));
            try {
                patience().until(() -> pongs.get() == trips || !line().isOpen());
            } catch (ConditionTimeoutException silent) {
                heard.add("(no answer to a ping)");
            }
        }
    }

    private void hear(String packet) {
        if (settling && packet.equals("PINGRESP")) {
            pongs.incrementAndGet();
        } else {
            heard.add(packet);
        }
    }

    /** First all answers that it has heard, then all deliveries: between these two the standard has no order. */
    List<String> heard() {
        var deliveries = heard.stream().filter(Actor::isDelivery).toList();
        var all = heard.stream().filter(packet -> !isDelivery(packet)).collect(Collectors.toList());
        all.addAll(deliveries);
        return all;
    }

    private static boolean isDelivery(String packet) {
        return packet.startsWith("PUBLISH") || packet.startsWith("PUBREL");
    }

    /** Ends what the server may keep of this client's sessions. */
    void forget() {
        sessions.forEach(id -> {
            open();
            line().send(new PacketMaker(4, server.login()).connect(Words.of("id=" + id), id));
            line().send((byte) 0xe0, (byte) 0);
        });
    }

    @Override
    public void close() {
        lines.forEach(PacketLine::close);
    }
}
