package io.trunkline.broker.topic;

import java.util.ArrayList;
import java.util.List;

/**
 * One pattern of the npm module {@code matcher} (version 6) without its negation: {@code *} is zero or more of any character, {@code \*} is a star,
 * everything else is itself; letter case is folded character by character. Matching takes time linear in the length of the name.
 */
public final class Glob {
    private static final char STAR = '*';

    private final Segment head;
    private final List<Segment> middle;
    private final Segment tail;
    private final boolean literal;

    private Glob(List<Segment> segments) {
        this.literal = segments.size() == 1;
        this.head = segments.get(0);
        this.tail = segments.get(segments.size() - 1);
        this.middle = literal ? List.of() : List.copyOf(segments.subList(1, segments.size() - 1));
    }

    /** Any text is a pattern; the empty one matches the empty name only. */
    public static Glob compile(String pattern) {
        var segments = new ArrayList<Segment>();
        var current = new StringBuilder();
        for (var i = 0; i < pattern.length(); i++) {
            var c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length() && pattern.charAt(i + 1) == STAR) {
                current.append(STAR);
                i++;
            } else if (c == STAR) {
                segments.add(Segment.of(current));
                current.setLength(0);
            } else {
                current.append(c);
            }
        }
        segments.add(Segment.of(current));
        return new Glob(segments);
    }

    /** True when the whole name matches. */
    public boolean matches(String name) {
        if (literal) {
            return name.length() == head.length() && head.standsAt(name, 0);
        }
        var end = name.length() - tail.length();
        if (head.length() > end || !head.standsAt(name, 0) || !tail.standsAt(name, end)) {
            return false;
        }
        var from = head.length();
        for (var segment : middle) {
            from = segment.endOfFirst(name, from, end);
            if (from < 0) {
                return false;
            }
        }
        return true;
    }

    /** A run of characters between two stars, with the failure table of Knuth, Morris and Pratt. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Segment(char[] chars, int[] failure) {
        static Segment of(CharSequence text) {
            var chars = new char[text.length()];
            for (var i = 0; i < chars.length; i++) {
                chars[i] = fold(text.charAt(i));
            }
            return new Segment(chars, failureOf(chars));
        }

        private static int[] failureOf(char[] chars) {
            var failure = new int[chars.length];
            for (int i = 1, k = 0; i < chars.length; i++) {
                while (k > 0 && chars[i] != chars[k]) {
                    k = failure[k - 1];
                }
                if (chars[i] == chars[k]) {
                    k++;
                }
                failure[i] = k;
            }
            return failure;
        }

        int length() {
            return chars.length;
        }

        boolean standsAt(String name, int at) {
            if (at < 0 || at + chars.length > name.length()) {
                return false;
            }
            for (var i = 0; i < chars.length; i++) {
                if (fold(name.charAt(at + i)) != chars[i]) {
                    return false;
                }
            }
            return true;
        }

        /** Where the first occurrence between two places ends, or -1. */
        int endOfFirst(String name, int from, int end) {
            if (chars.length == 0) {
                return from;
            }
            for (int i = from, k = 0; i < end; i++) {
                var c = fold(name.charAt(i));
                while (k > 0 && c != chars[k]) {
                    k = failure[k - 1];
                }
                if (c == chars[k]) {
                    k++;
                }
                if (k == chars.length) {
                    return i + 1;
                }
            }
            return -1;
        }
    }

    /** Case folding as ECMAScript's {@code i} flag does it: one character at a time, and never from outside ASCII into it. */
    private static char fold(char c) {
        var upper = Character.toUpperCase(c);
        return c >= 128 && upper < 128 ? c : upper;
    }
}
