package io.trunkline.broker.refusal;

/** The one exception the core throws on purpose: a no with its {@link Reason}. It has no stack trace. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** A no with a detail: what exactly was wrong, safe to show to the one who asked. */
    public Refused(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public Refused(Reason reason) {
        this(reason, reason.text());
    }

    public Reason reason() {
        return reason;
    }

    public String detail() {
        var message = getMessage();
        return message == null ? reason.text() : message;
    }
}
