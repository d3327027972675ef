package io.trunkline.telemetry.problem;

import java.net.URI;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** The one table from what went wrong to the problem that is answered. */
final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    static ProblemDetail of(Throwable fault) {
        if (fault instanceof ProblemException refusal) {
            return problem(refusal.code(), refusal.detail(), refusal.field());
        }
        if (cause(fault, DataBufferLimitException.class) != null) {
            return problem(ProblemCode.TOO_LARGE, "the body is larger than 1 MiB", null);
        }
        if (cause(fault, DecodingException.class) != null) {
            return unreadable(fault);
        }
        if (fault instanceof ErrorResponse response) {
            return ofStatus(response);
        }
        return isUnavailable(fault) ? unavailable(fault) : internal(fault);
    }

    static ProblemDetail problem(ProblemCode code, String detail, @Nullable String field) {
        var problem = ProblemDetail.forStatusAndDetail(code.status(), detail);
        problem.setType(URI.create(code.type()));
        problem.setTitle(code.title());
        if (field != null) {
            problem.setProperty("field", field);
        }
        return problem;
    }

    private static ProblemDetail unreadable(Throwable fault) {
        var binding = cause(fault, DatabindException.class);
        if (binding != null && !binding.getPath().isEmpty()) {
            var field = path(binding);
            return problem(ProblemCode.INVALID_FIELD, field + " has a value of the wrong type", field);
        }
        var syntax = cause(fault, JacksonException.class);
        var location = syntax == null ? null : syntax.getLocation();
        var where =
                location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
        return problem(ProblemCode.MALFORMED, "the body is not the JSON that is expected here" + where, null);
    }

    private static String path(DatabindException binding) {
        var path = new StringBuilder();
        for (var step : binding.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    /** Where nothing is Spring says the address that it was asked by, which is not the caller's. */
    private static ProblemDetail ofStatus(ErrorResponse response) {
        var code = ProblemCode.of(response.getStatusCode());
        var detail = response instanceof NoResourceFoundException
                ? null
                : response.getBody().getDetail();
        var problem = problem(code, detail == null ? code.title() : detail, null);
        problem.setStatus(response.getStatusCode().value());
        return problem;
    }

    private static boolean isUnavailable(Throwable fault) {
        return fault instanceof DataAccessResourceFailureException
                || fault instanceof TransientDataAccessException
                || fault instanceof TimeoutException;
    }

    private static ProblemDetail unavailable(Throwable fault) {
        log.warn(
                "event=database-unavailable cause=\"{}\"",
                NestedExceptionUtils.getMostSpecificCause(fault).toString());
        return problem(ProblemCode.UNAVAILABLE, "the database does not answer", null);
    }

    private static ProblemDetail internal(Throwable fault) {
        var id = UUID.randomUUID().toString();
        log.error("event=fault id={}", id, fault);
        return problem(ProblemCode.INTERNAL, "the fault is logged with id " + id, null);
    }

    private static <T extends Throwable> @Nullable T cause(Throwable fault, Class<T> type) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
