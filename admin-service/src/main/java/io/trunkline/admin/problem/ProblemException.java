package io.trunkline.admin.problem;

import org.jspecify.annotations.Nullable;

/** A refusal on purpose; the edge turns it into problem details. It carries no stack trace and is not logged. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final @Nullable String field;

    private ProblemException(ProblemCode code, String detail, @Nullable String field) {
        super(detail, null, false, false);
        this.code = code;
        this.field = field;
    }

    /** A refusal for which no single field is to blame; {@code detail} is shown to the caller. */
    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(code, detail, null);
    }

    /** A refusal because of one field, named by its path, such as {@code authKey.algorithms[1]}. */
    public static ProblemException of(ProblemCode code, String field, String detail) {
        return new ProblemException(code, field + " " + detail, field);
    }

    /** 400: the field breaks a rule; {@code detail} continues the sentence that begins with the field's path. */
    public static ProblemException invalid(String field, String detail) {
        return of(ProblemCode.INVALID_FIELD, field, detail);
    }

    /** 404 for an application that does not exist. */
    public static ProblemException unknownApplication(String appId) {
        return of(ProblemCode.UNKNOWN_APPLICATION, "There is no application " + appId);
    }

    /** The path of the field at fault, when one is. */
    public @Nullable String field() {
        return field;
    }

    Problem problem() {
        return Problem.of(code, String.valueOf(getMessage())).withField(field);
    }
}
