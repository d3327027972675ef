package io.trunkline.gateway.history;

import io.r2dbc.spi.R2dbcException;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What it means when the database fails. */
final class Faults {
    private static final String DISK_FULL = "53100";
    private static final String NO_PARTITION = "23514";

    /** Classes of what is over soon, or is of the connection: connection, transaction, resources, intervention, system. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

    private Faults() {}

    /** Whether nobody knows what became of a statement: the server has not said that it failed, or has said so while it went down. */
    static boolean isUncertain(Throwable fault) {
        var state = state(fault);
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }

    /** What its publishers are told when another try is of no use; null when it may be. */
    static @Nullable Refused refusal(Throwable fault) {
        if (fault instanceof Refused no) {
            return no;
        }
        var state = state(fault);
        if (DISK_FULL.equals(state)) {
            return new Refused(Reason.UNAVAILABLE, "the disk of the gateway's database is full");
        }
        return state == null || state.equals(NO_PARTITION) || PASSING.contains(state.substring(0, 2))
                ? null
                : unavailable();
    }

    static Refused unavailable() {
        return new Refused(Reason.UNAVAILABLE, "the gateway's database does not answer");
    }

    /** What readers are told. */
    static Throwable forReader(Throwable fault) {
        return fault instanceof Refused ? fault : unavailable();
    }

    private static @Nullable String state(Throwable fault) {
        var state = fault instanceof R2dbcException known ? known.getSqlState() : null;
        return state == null || state.length() != 5 ? null : state;
    }
}
