package io.trunkline.gateway.forward;

/**
 * What became of one try to deliver one parcel.
 *
 * @param verdict what follows from it
 * @param reason for people, without secrets; empty when it was delivered
 */
record Outcome(Verdict verdict, String reason) {
    static final Outcome DELIVERED = new Outcome(Verdict.DELIVERED, "");

    /** The gateway may not call there: no try changes that. */
    static final Outcome NOT_ALLOWED = never("address-not-allowed");

    /** What follows from a try. */
    enum Verdict {
        DELIVERED,
        /** It may work another time. */
        AGAIN,
        /** It would be refused each time. */
        NEVER
    }

    static Outcome again(String reason) {
        return new Outcome(Verdict.AGAIN, reason);
    }

    static Outcome never(String reason) {
        return new Outcome(Verdict.NEVER, reason);
    }

    /** By the status of an HTTP answer: only 2xx is success, and what the receiver blames the request for is not tried again. */
    static Outcome ofStatus(int status, String reason) {
        if (status >= 200 && status < 300) {
            return DELIVERED;
        }
        var passing = status == 408 || status == 429 || status >= 500;
        return passing ? again(reason) : never(reason);
    }
}
