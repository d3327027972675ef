package io.trunkline.admin.problem;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;

/** The one table from what went wrong to the problem the caller sees; faults of ours are logged here, once, with an id. */
final class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final int LIMIT_KIB = 64;

    private Problems() {}

    static Problem of(Throwable error, String method, String path) {
        if (error instanceof ProblemException refusal) {
            return refusal.problem();
        }
        if (causedBy(error, DataBufferLimitException.class)) {
            return Problem.of(ProblemCode.TOO_LARGE, "The body may have at most " + LIMIT_KIB + " KiB");
        }
        if (DatabaseFaults.isUnavailable(error)) {
            log.warn("database unavailable method={} path={} reason={}", method, path, DatabaseFaults.reason(error));
            return unavailable("The database does not answer; try again soon");
        }
        if (error instanceof ResponseStatusException status
                && !status.getStatusCode().is5xxServerError()) {
            return ofStatus(status);
        }
        return fault(error, method, path);
    }

    private static Problem unavailable(String detail) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "2");
        return Problem.of(ProblemCode.UNAVAILABLE, detail).withHeaders(headers);
    }

    private static Problem fault(Throwable error, String method, String path) {
        String id = "urn:uuid:" + UUID.randomUUID();
        log.error("fault id={} method={} path={}", id, method, path, error);
        return Problem.of(ProblemCode.INTERNAL, "The fault is logged under this instance's id")
                .withInstance(id);
    }

    private static Problem ofStatus(ResponseStatusException error) {
        ProblemCode code = codeOf(error.getStatusCode());
        return Problem.of(code, detail(error, code)).withHeaders(error.getHeaders());
    }

    /** Where nothing is Spring says the address that it was asked by, which is not the caller's. */
    private static String detail(ResponseStatusException error, ProblemCode code) {
        if (error instanceof ServerWebInputException input && causedBy(input, DecodingException.class)) {
            return "The body cannot be read";
        }
        @Nullable String reason = error.getReason();
        return reason == null || error instanceof NoResourceFoundException ? code.title() : reason;
    }

    private static ProblemCode codeOf(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> ProblemCode.UNAUTHENTICATED;
            case 403 -> ProblemCode.FORBIDDEN;
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 413 -> ProblemCode.TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            default -> ProblemCode.MALFORMED;
        };
    }

    private static boolean causedBy(Throwable error, Class<? extends Throwable> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
