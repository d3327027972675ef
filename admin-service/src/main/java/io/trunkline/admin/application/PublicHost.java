package io.trunkline.admin.application;

import io.trunkline.admin.problem.ProblemCode;
import io.trunkline.admin.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The host name that is told to clients: the configured one, else the one by which the caller came to the gateway. */
final class PublicHost {

    private static final String FORWARDED_HOST = "X-Forwarded-Host";
    private static final Pattern HOST =
            Pattern.compile("([a-zA-Z0-9]([a-zA-Z0-9.-]{0,252}[a-zA-Z0-9])?|\\[[0-9a-fA-F:.]{2,45}])(:[0-9]{1,5})?");

    private final @Nullable String configured;

    PublicHost(@Nullable String configured) {
        this.configured = configured;
    }

    static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    /** @param headers of a request: behind the gateway its own Host is ours, and the caller's is beside it */
    String of(HttpHeaders headers) {
        if (configured != null) {
            return configured;
        }
        @Nullable String forwarded = headers.getFirst(FORWARDED_HOST);
        String host = forwarded == null ? String.valueOf(headers.getFirst(HttpHeaders.HOST)) : first(forwarded);
        if (!isHost(host)) {
            throw ProblemException.of(ProblemCode.MALFORMED, HttpHeaders.HOST, "is no host name");
        }
        return host;
    }

    /** Each proxy may add its own; the first is the caller's. */
    private static String first(String hosts) {
        int comma = hosts.indexOf(',');
        return (comma < 0 ? hosts : hosts.substring(0, comma)).strip();
    }
}
