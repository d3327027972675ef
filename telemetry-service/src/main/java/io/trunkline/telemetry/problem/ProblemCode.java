package io.trunkline.telemetry.problem;

import java.util.Arrays;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** Every kind of error this service answers with: its code, which is the end of the problem's {@code type}, its status and its title. */
public enum ProblemCode {
    /** A request that does not parse. */
    MALFORMED("malformed", HttpStatus.BAD_REQUEST, "The request cannot be read"),
    /** A value that is missing, of the wrong type or out of bounds. */
    INVALID_FIELD("invalid-field", HttpStatus.BAD_REQUEST, "A field is not valid"),
    /** No token, or one that is not known. */
    UNAUTHENTICATED("unauthenticated", HttpStatus.UNAUTHORIZED, "The credentials are missing or not valid"),
    /** A known caller that may not do this. */
    FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "The permission for this is missing"),
    /** No such path. */
    NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "There is nothing at this address"),
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED("method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
    /** The caller accepts nothing that this service can write. */
    NOT_ACCEPTABLE("not-acceptable", HttpStatus.NOT_ACCEPTABLE, "No acceptable form of the answer exists"),
    /** A body, or a batch, over its limit. */
    TOO_LARGE("too-large", HttpStatus.CONTENT_TOO_LARGE, "The request is larger than allowed"),
    /** A body that is not JSON. */
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported-media-type", HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The type of the body is not supported"),
    /** A fault of ours. */
    INTERNAL("internal", HttpStatus.INTERNAL_SERVER_ERROR, "The service has failed"),
    /** The database does not answer. */
    UNAVAILABLE("unavailable", HttpStatus.SERVICE_UNAVAILABLE, "The service is not available at the moment");

    private final String code;
    private final HttpStatus status;
    private final String title;

    ProblemCode(String code, HttpStatus status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    /** The code that stands for a status: the one that has it, else the general one of its class. */
    static ProblemCode of(HttpStatusCode status) {
        return Arrays.stream(values())
                .filter(code -> code.status.value() == status.value())
                .findFirst()
                .orElse(status.is4xxClientError() ? MALFORMED : INTERNAL);
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    String type() {
        return "/problems/" + code;
    }
}
