package io.trunkline.admin.application;

import io.trunkline.admin.problem.ProblemCode;
import io.trunkline.admin.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The {@code If-Match} of a request (RFC 9110 section 13.1.1): absent, {@code *}, or the versions it may be applied to. */
public record Precondition(List<String> tags) {

    /**
     * The precondition of a request.
     *
     * @param values the values of the header, unread
     */
    public static Precondition of(@Nullable List<String> values) {
        if (values == null) {
            return new Precondition(List.of());
        }
        var headers = new HttpHeaders();
        headers.put(HttpHeaders.IF_MATCH, values);
        try {
            return new Precondition(headers.getIfMatch());
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    ProblemCode.MALFORMED, HttpHeaders.IF_MATCH, "must be the version in quotes, such as \"7\"");
        }
    }

    static String tag(Application application) {
        return tag(application.version());
    }

    /** The ETag of what is at this version. */
    public static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** The application itself, or 412 when it is at another version. Weak tags never match. */
    Application check(Application application) {
        check("application", application.version());
        return application;
    }

    /** 412 when a version is asked of what is not there (RFC 9110: not even {@code *} is met). */
    public void checkAbsent(String what) {
        if (!tags.isEmpty()) {
            throw ProblemException.of(ProblemCode.VERSION_MISMATCH, "There is no such " + what + " yet");
        }
    }

    /** 412 when what it is for, named as a refusal says it, is at another version. */
    public void check(String what, long version) {
        if (!tags.isEmpty() && !tags.contains("*") && !tags.contains(tag(version))) {
            throw ProblemException.of(
                    ProblemCode.VERSION_MISMATCH, "The " + what + " is at version " + tag(version) + " now");
        }
    }
}
