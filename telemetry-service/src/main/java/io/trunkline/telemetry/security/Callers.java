package io.trunkline.telemetry.security;

import org.jspecify.annotations.Nullable;

/** The callers this service knows, found by token. */
final class Callers {
    private final TokenDigest service;
    private final @Nullable TokenDigest operator;

    Callers(AccessProperties properties) {
        service = TokenDigest.of(properties.serviceToken());
        var operatorToken = properties.operatorToken();
        operator = operatorToken == null || operatorToken.isBlank() ? null : TokenDigest.of(operatorToken);
    }

    /**
     * The caller that presents this token, null when it is not known.
     *
     * @param application the application the caller says it acts for; only our own services are believed
     */
    @Nullable
    Caller identify(String token, @Nullable String application) {
        if (service.matches(token)) {
            return application == null ? new Caller.Peer() : new Caller.Owner(application);
        }
        return operator != null && operator.matches(token) ? new Caller.Operator() : null;
    }
}
