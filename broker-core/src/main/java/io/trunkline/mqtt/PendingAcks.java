package io.trunkline.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of one client that are not answered yet. Each is answered when the core has taken it, and all in the order they came (MQTT 5, section 4.6),
 * whatever order they are settled in. On the channel's loop only.
 */
final class PendingAcks {
    static final int NONE = 0;
    static final int PUBACK = 0x40;
    static final int PUBREC = 0x50;

    private final Line line;
    private final int most;
    private final Deque<Ack> open = new ArrayDeque<>();
    private int answerable;
    private boolean full;

    /** One publish that waits for its answer. */
    static final class Ack {
        private final int type;
        private final int packetId;
        private @Nullable Verdict verdict;
        private final boolean counted;
        private boolean staysOpen;

        /** A yes does not end it: it stays open until its PUBREL. */
        void untilReleased() {
            staysOpen = true;
        }

        int packetId() {
            return packetId;
        }

        /** False for QoS 0. */
        boolean isAnswered() {
            return type != NONE;
        }

        boolean isPubrec() {
            return type == PUBREC;
        }

        private Ack(int type, int packetId, boolean counted) {
            this.type = type;
            this.packetId = packetId;
            this.counted = counted;
        }
    }

    /** @param most open publishes, of any QoS, above which the client is not read */
    PendingAcks(Line line, int most) {
        this.line = line;
        this.most = most;
    }

    /** @throws ProtocolFault when an MQTT 5 client has more open than it was told it may */
    Ack begin(int type, int packetId) {
        if (type != NONE && ++answerable > most && line.isVersion5()) {
            throw new ProtocolFault(Codes.RECEIVE_MAXIMUM_EXCEEDED, "more publishes at once than the receive maximum");
        }
        return add(new Ack(type, packetId, type != NONE));
    }

    /** A QoS 2 publish that is open already; answered once more, and counted once only. */
    Ack repeat(int packetId) {
        return add(new Ack(PUBREC, packetId, false));
    }

    private Ack add(Ack ack) {
        open.add(ack);
        if (!full && open.size() > most) {
            full = true;
            line.read(false);
        }
        return ack;
    }

    void settle(Ack ack, Verdict verdict) {
        ack.verdict = verdict;
        for (var first = open.peek(); first != null && first.verdict != null; first = open.peek()) {
            open.remove();
            answer(first, first.verdict);
        }
        if (full && open.size() <= most / 2) {
            full = false;
            line.read(true);
        }
    }

    /** The PUBREL of a publish that stayed open has come. */
    void released() {
        answerable--;
    }

    private void answer(Ack ack, Verdict verdict) {
        if (ack.type == NONE) {
            return;
        }
        if (ack.counted && (!ack.staysOpen || verdict.code() >= Codes.UNSPECIFIED)) {
            answerable--;
        }
        line.acknowledge(ack.type, ack.packetId, verdict);
    }
}
