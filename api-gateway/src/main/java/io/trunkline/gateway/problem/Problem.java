package io.trunkline.gateway.problem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.resource.NoResourceFoundException;

/**
 * One occurrence of a problem, as the body of an answer (RFC 9457 section 3).
 *
 * @param type the address of the page that explains it
 * @param detail what exactly is wrong this time, safe to show
 * @param headers what the answer must say besides
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @JsonIgnore HttpHeaders headers) {

    /** What an error means to the caller; null if it is a fault of ours, about which the caller learns nothing. */
    static @Nullable Problem of(Throwable error) {
        if (error instanceof Refused refused) {
            return of(refused);
        }
        if (NestedExceptionUtils.getMostSpecificCause(error) instanceof DataBufferLimitException) {
            return of(ProblemTypes.of(Reason.TOO_LARGE), Reason.TOO_LARGE.text(), HttpHeaders.EMPTY);
        }
        if (error instanceof ErrorResponse response) {
            return ofTheWeb(response);
        }
        return null;
    }

    /** A no on purpose, as a document. */
    public static Problem of(Refused refused) {
        return of(ProblemTypes.of(refused.reason()), refused.detail(), HttpHeaders.EMPTY);
    }

    static Problem fault(String id) {
        return of(ProblemTypes.FAULT, "The fault is logged as " + id, HttpHeaders.EMPTY);
    }

    private static @Nullable Problem ofTheWeb(ErrorResponse response) {
        var type = ProblemTypes.of(response.getStatusCode());
        if (type.status() == HttpStatus.INTERNAL_SERVER_ERROR) {
            return null;
        }
        var detail = detail(response);
        return of(type, detail == null ? type.title() : detail, response.getHeaders());
    }

    private static @Nullable String detail(ErrorResponse response) {
        if (response instanceof NoResourceFoundException) {
            return null;
        }
        var misfit = Misfit.detail(response);
        return misfit == null ? response.getBody().getDetail() : misfit;
    }

    private static Problem of(ProblemType type, String detail, HttpHeaders given) {
        var headers = new HttpHeaders();
        headers.putAll(given);
        if (type.status() == HttpStatus.UNAUTHORIZED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"trunkline\", error=\"invalid_token\"");
        }
        var wait = type.retryAfter();
        if (wait != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds()));
        }
        return new Problem(type.uri(), type.title(), type.status().value(), detail, headers);
    }
}
