package io.trunkline.broker.topic;

import org.jspecify.annotations.Nullable;

/** The rules that topic names and filters share. */
final class Names {
    private Names() {}

    /** What is wrong with a name, or null when nothing is; characters of {@code forbidden} may not occur. */
    static @Nullable String fault(String name, String forbidden) {
        if (name.isEmpty()) {
            return "a topic has at least one character";
        }
        if (name.length() > Topic.MAX_LENGTH) {
            return "a topic has at most " + Topic.MAX_LENGTH + " characters";
        }
        if (name.charAt(0) == '!') {
            return "a topic does not begin with '!'";
        }
        return charactersFault(name, forbidden);
    }

    private static @Nullable String charactersFault(String name, String forbidden) {
        var levels = 1;
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (c == '/') {
                levels++;
            } else if (Character.isISOControl(c)) {
                return "a topic has no control characters";
            } else if (forbidden.indexOf(c) >= 0) {
                return "a topic has no '" + c + "'";
            } else if (Character.isSurrogate(c) && !isPair(name, i)) {
                return "a topic is valid Unicode";
            }
        }
        return levels > Topic.MAX_LEVELS ? "a topic has at most " + Topic.MAX_LEVELS + " levels" : null;
    }

    private static boolean isPair(String name, int i) {
        return Character.isHighSurrogate(name.charAt(i))
                ? i + 1 < name.length() && Character.isLowSurrogate(name.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(name.charAt(i - 1));
    }
}
