package io.trunkline.admin.problem;

import org.springframework.http.HttpStatus;

/** Every error this service answers with: its status and the page {@code /problems/<code>} that explains it. */
public enum ProblemCode {
    MALFORMED(HttpStatus.BAD_REQUEST, "malformed", "The request cannot be read"),
    INVALID_FIELD(HttpStatus.BAD_REQUEST, "invalid-field", "A field is not valid"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "unauthenticated", "The credentials are missing or do not verify"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "forbidden", "The permission for this is missing"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "not-found", "There is nothing at this address"),
    UNKNOWN_APPLICATION(HttpStatus.NOT_FOUND, "unknown-application", "There is no such application"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "This method is not offered here"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "not-acceptable", "None of the accepted media types is offered"),
    NAME_TAKEN(HttpStatus.CONFLICT, "name-taken", "Another application has this name"),
    LIMIT_REACHED(HttpStatus.CONFLICT, "limit-reached", "A limit is reached"),
    VERSION_MISMATCH(HttpStatus.PRECONDITION_FAILED, "version-mismatch", "It has changed meanwhile"),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "too-large", "The body is larger than allowed"),
    UNSUPPORTED_MEDIA_TYPE(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "This media type is not understood here"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "internal", "The service failed"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "A part of the service is not available");

    private final HttpStatus status;
    private final String code;
    private final String title;

    ProblemCode(HttpStatus status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }

    String title() {
        return title;
    }
}
