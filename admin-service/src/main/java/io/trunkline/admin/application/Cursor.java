package io.trunkline.admin.application;

import io.trunkline.admin.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page ended: the last name shown, wrapped so that it travels in a query and nobody builds one by hand. */
final class Cursor {

    private Cursor() {}

    static String after(Application last) {
        byte[] name = last.settings().name().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    }

    static String name(String cursor) {
        try {
            String name = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (name.codePoints().noneMatch(Character::isISOControl)) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw ProblemException.invalid("cursor", "must be a nextCursor of an earlier answer");
    }
}
