package io.trunkline.gateway.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * One kind of no as HTTP shows it, the same for every occurrence (RFC 9457 section 3.1).
 *
 * @param code the last part of {@code /problems/<code>}, stable
 * @param title one short sentence
 * @param retryAfter after what time it is worth while to try again; null if repeating does not help
 */
record ProblemType(
        String code,
        HttpStatus status,
        String title,
        @Nullable Duration retryAfter) {

    String uri() {
        return "/problems/" + code;
    }
}
