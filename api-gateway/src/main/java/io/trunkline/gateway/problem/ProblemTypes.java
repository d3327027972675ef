package io.trunkline.gateway.problem;

import io.trunkline.broker.refusal.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * The table of all problems that callers of the gateway meet: a row for each {@link Reason}, and one for each thing that goes wrong before the core is asked.
 */
final class ProblemTypes {
    static final ProblemType FAULT =
            new ProblemType("internal", HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong here", null);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration MUCH_LATER = Duration.ofMinutes(1);

    private static final List<ProblemType> OF_THE_WEB = List.of(
            FAULT,
            new ProblemType("not-found", HttpStatus.NOT_FOUND, "There is nothing at this address", null),
            new ProblemType(
                    "method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "The method is not offered here", null),
            new ProblemType("not-acceptable", HttpStatus.NOT_ACCEPTABLE, "No accepted media type can be made", null),
            new ProblemType(
                    "unsupported-media-type",
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "The body's type is not read here",
                    null),
            new ProblemType("upgrade-required", HttpStatus.UPGRADE_REQUIRED, "Another protocol is spoken here", null),
            new ProblemType("bad-gateway", HttpStatus.BAD_GATEWAY, "The service behind does not answer", LATER),
            new ProblemType("gateway-timeout", HttpStatus.GATEWAY_TIMEOUT, "The service behind took too long", LATER));

    /** What only the services behind the gateway say; their answers name these pages too. */
    private static final List<ProblemType> OF_THE_SERVICES = List.of(
            new ProblemType("invalid-field", HttpStatus.BAD_REQUEST, "A field is not valid", null),
            new ProblemType("name-taken", HttpStatus.CONFLICT, "Another application has this name", null),
            new ProblemType("version-mismatch", HttpStatus.PRECONDITION_FAILED, "It has changed meanwhile", null));

    /** What a bare status stands for, where the web layer and not the core has said no. */
    private static final List<ProblemType> BY_STATUS = Stream.concat(
                    OF_THE_WEB.stream(),
                    Stream.of(
                                    Reason.UNAUTHENTICATED,
                                    Reason.FORBIDDEN,
                                    Reason.TOO_LARGE,
                                    Reason.RATE_EXCEEDED,
                                    Reason.UNAVAILABLE)
                            .map(ProblemTypes::of))
            .toList();

    private ProblemTypes() {}

    /** The row of a status; any other error of the caller counts as malformed, any other of ours as a fault. */
    static ProblemType of(HttpStatusCode status) {
        return BY_STATUS.stream()
                .filter(type -> type.status().value() == status.value())
                .findFirst()
                .orElseGet(() -> status.is4xxClientError() ? of(Reason.MALFORMED) : FAULT);
    }

    /** The row of a reason. */
    static ProblemType of(Reason reason) {
        return new ProblemType(reason.code(), status(reason), title(reason), retryAfter(reason));
    }

    /** Not all that comes by HTTP is a message. */
    private static String title(Reason reason) {
        return reason == Reason.MALFORMED ? "The request is not valid" : reason.text();
    }

    static Optional<ProblemType> find(String code) {
        return all().filter(type -> type.code().equals(code)).findFirst();
    }

    static Stream<ProblemType> all() {
        var beforeTheCore = Stream.concat(OF_THE_WEB.stream(), OF_THE_SERVICES.stream());
        return Stream.concat(Arrays.stream(Reason.values()).map(ProblemTypes::of), beforeTheCore);
    }

    private static HttpStatus status(Reason reason) {
        return switch (reason) {
            case MALFORMED, INVALID_TOPIC, INVALID_FILTER, RESERVED_TYPE, CLOSED_BY_PEER -> HttpStatus.BAD_REQUEST;
            case UNAUTHENTICATED, TOKEN_EXPIRED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN, FORBIDDEN_PUBLISH, FORBIDDEN_SUBSCRIBE, FORBIDDEN_PRIVATE -> HttpStatus.FORBIDDEN;
            case OTHER_SUBJECT, ADDRESS_DENIED, APPLICATION_DISABLED, RESERVED_TOPIC -> HttpStatus.FORBIDDEN;
            case UNKNOWN_APPLICATION, UNKNOWN_CONNECTION -> HttpStatus.NOT_FOUND;
            case IDLE -> HttpStatus.REQUEST_TIMEOUT;
            case REPLACED -> HttpStatus.CONFLICT;
            case EXPIRED, UNDELIVERED, TERMINATED -> HttpStatus.GONE;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case KEY_REUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
            case RATE_EXCEEDED, QUOTA_EXCEEDED, LIMIT_REACHED -> HttpStatus.TOO_MANY_REQUESTS;
            case UNSUPPORTED -> HttpStatus.NOT_IMPLEMENTED;
            case SLOW_READER, ABSENT, OVERLOADED, SHUTDOWN, UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    private static @Nullable Duration retryAfter(Reason reason) {
        return switch (status(reason)) {
            case SERVICE_UNAVAILABLE -> LATER;
            case TOO_MANY_REQUESTS -> reason == Reason.RATE_EXCEEDED ? SOON : MUCH_LATER;
            default -> null;
        };
    }
}
