package io.trunkline.broker.cursor;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.nio.charset.StandardCharsets;

/**
 * The name by which the members of a group find their cursor again.
 *
 * @param name 1 to {@value #MAX_LENGTH} characters, none of them a control character; of its application alone
 */
public record CursorId(ApplicationId application, String name) {
    /** In UTF-16 code units. */
    public static final int MAX_LENGTH = 256;

    /** @throws Refused MALFORMED for what is no name */
    public CursorId {
        if (name.isEmpty()
                || name.length() > MAX_LENGTH
                || name.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new Refused(
                    Reason.MALFORMED, "a group's name has 1 to " + MAX_LENGTH + " characters that can be printed");
        }
    }
}
