package io.trunkline.broker.explain;

import io.trunkline.broker.refusal.Reason;
import java.util.List;

/**
 * What became of a message at a connection, and why.
 *
 * @param reason a {@link Cause}'s or a {@link Reason}'s code
 * @param text the same in words
 * @param steps as far as the message came
 */
public record Finding(Verdict verdict, String reason, String text, List<Step> steps) {

    static Finding of(Cause cause, String text, List<Step> steps) {
        return new Finding(cause.verdict(), cause.code(), text, List.copyOf(steps));
    }

    static Finding of(Reason reason, String text, List<Step> steps) {
        return new Finding(Verdict.NOT_DELIVERED, reason.code(), text, List.copyOf(steps));
    }

    /** Whether it is there, or may still come. */
    public boolean isReached() {
        return verdict == Verdict.DELIVERED || verdict == Verdict.QUEUED;
    }
}
