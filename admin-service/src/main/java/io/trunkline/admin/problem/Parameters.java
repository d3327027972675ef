package io.trunkline.admin.problem;

import org.jspecify.annotations.Nullable;

/** Query parameters that are numbers, read with their bounds. */
public final class Parameters {

    private Parameters() {}

    /** The size of a page, from 1 to {@code max}; {@code fallback} when absent. */
    public static int limit(@Nullable String text, int fallback, int max) {
        return text == null ? fallback : (int) number("limit", text, 1, max);
    }

    /** A whole number from {@code min} to {@code max}. */
    public static long number(String name, String text, long min, long max) {
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of bounds
        }
        throw ProblemException.invalid(name, "must be a whole number from " + min + " to " + max);
    }
}
