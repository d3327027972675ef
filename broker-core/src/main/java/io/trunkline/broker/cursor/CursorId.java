package io.trunkline.broker.cursor;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name by which the members of a group find their cursor again.
 *
 * @param name 1 to {@value #MAX_LENGTH} characters, none of them a control character; of its application alone
 */
public record CursorId(ApplicationId application, String name) {
    /** In UTF-16 code units. */
    public static final int MAX_LENGTH = 256;

    private static final String SHARE = "$share/";
    private static final String SESSION = "$session/";

    /** Of the group that shares a filter. */
    public static CursorId ofShare(ApplicationId application, String group, TopicFilter filter) {
        return new CursorId(application, fit(SHARE, group + '/' + filter.text()));
    }

    /** Of what a session hears by one of its filters, whoever has its connection. */
    public static CursorId ofSession(ApplicationId application, String session, TopicFilter filter) {
        var name = session.replace("%", "%25").replace("/", "%2F");
        return new CursorId(application, fit(SESSION, name + '/' + filter.text()));
    }

    /** Names of others are longer than ours may be. */
    private static String fit(String kind, String name) {
        return isName(kind + name) ? kind + name : kind + "#" + digest(name);
    }

    private static String digest(String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException incomplete) {
            throw new IllegalStateException("every Java has SHA-256", incomplete);
        }
    }

    /** Whether it is of a session, and not of a group. */
    boolean isOfSession() {
        return name.startsWith(SESSION);
    }

    /** @throws Refused MALFORMED for what is no name */
    public CursorId {
        if (!isName(name)) {
            throw new Refused(
                    Reason.MALFORMED, "a group's name has 1 to " + MAX_LENGTH + " characters that can be printed");
        }
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
