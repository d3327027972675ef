package io.trunkline.telemetry.problem;

import org.jspecify.annotations.Nullable;

/** A refusal on purpose, which leaves the service as the problem it names; it has no stack trace. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ProblemCode code;
    private final @Nullable String field;

    private ProblemException(ProblemCode code, String detail, @Nullable String field) {
        super(detail, null, false, false);
        this.code = code;
        this.field = field;
    }

    /**
     * A value that is missing or out of bounds.
     *
     * @param field where it stands, as a path like {@code records[3].ops}
     * @param rule what it must be, the end of a sentence that begins with the field
     */
    public static ProblemException field(String field, String rule) {
        return new ProblemException(ProblemCode.INVALID_FIELD, field + " " + rule, field);
    }

    /** Any other problem, with one sentence safe to show to the caller. */
    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(code, detail, null);
    }

    /** What kind of problem it is. */
    public ProblemCode code() {
        return code;
    }

    /** The field at fault, where one is. */
    public @Nullable String field() {
        return field;
    }

    /** The sentence for the caller. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
