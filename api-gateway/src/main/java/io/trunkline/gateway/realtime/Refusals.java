package io.trunkline.gateway.realtime;

import io.trunkline.broker.Connection;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one client hears a no: as from the vendor it closes the line with its reason (spec, section 10), unless the client asked to be told. On the event loop. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    /** Not about one frame: nothing that the client could send now would be heard. */
    private static final Set<Reason> ENDS_THE_LINE = EnumSet.of(
            Reason.UNKNOWN_APPLICATION,
            Reason.APPLICATION_DISABLED,
            Reason.ADDRESS_DENIED,
            Reason.TOKEN_EXPIRED,
            Reason.TERMINATED,
            Reason.REPLACED,
            Reason.SHUTDOWN);

    private final Caller caller;
    private final Connection connection;
    private final RealtimeOutbox outbox;
    private boolean over;

    Refusals(Caller caller, Connection connection, RealtimeOutbox outbox) {
        this.caller = caller;
        this.connection = connection;
        this.outbox = outbox;
    }

    /** Whether the line has had its last word: nothing more is done about what the client has sent. */
    boolean areOver() {
        return over || outbox.isClosing();
    }

    /** Something is wrong with one frame, or with us. */
    void refused(Throwable fault, byte[] frame) {
        if (!areOver() || !(fault instanceof Refused)) {
            answer(fault, frame);
        }
    }

    private void answer(Throwable fault, byte[] frame) {
        if (fault instanceof Refused no) {
            refuse(no, caller.errorFrames() ? FrameMark.of(frame) : FrameMark.NONE);
        } else {
            LOG.error("frame failed connection={}", connection.id(), fault);
            end(new Refused(Reason.UNAVAILABLE));
        }
    }

    void refuse(Refused no, FrameMark mark) {
        if (caller.errorFrames() && !ENDS_THE_LINE.contains(no.reason())) {
            outbox.send(ServerFrames.error(no, mark));
        } else {
            end(no);
        }
    }

    /** A no after which there is nothing more to say. */
    void end(Refused no) {
        LOG.debug("refused connection={} reason={} detail={}", connection.id(), no.reason(), no.detail());
        over = true;
        connection.close(no.reason());
    }
}
