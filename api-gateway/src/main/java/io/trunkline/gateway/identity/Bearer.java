package io.trunkline.gateway.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The bearer token in a request's Authorization header (RFC 6750 section 2.1). */
public final class Bearer {
    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** The token, or null if the header is missing or of another scheme. */
    public static @Nullable String token(HttpHeaders headers) {
        var value = headers.getFirst(HttpHeaders.AUTHORIZATION);
        return value != null && value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? value.substring(SCHEME.length()).strip()
                : null;
    }
}
