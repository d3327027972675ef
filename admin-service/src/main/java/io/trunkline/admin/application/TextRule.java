package io.trunkline.admin.application;

import io.trunkline.admin.problem.ProblemException;
import tools.jackson.databind.JsonNode;

/**
 * The bounds of a text: its length in characters, and whether it may have several lines. Control characters and broken
 * surrogate pairs, which Postgres cannot keep, are refused always.
 */
public record TextRule(int min, int max, boolean lines) {

    /** A text of one line. */
    public static TextRule line(int min, int max) {
        return new TextRule(min, max, false);
    }

    static TextRule lines(int min, int max) {
        return new TextRule(min, max, true);
    }

    String words() {
        return "a text of " + min + " to " + max + " characters";
    }

    String check(String path, JsonNode value) {
        if (!value.isString()) {
            throw ProblemException.invalid(path, "must be " + words());
        }
        return check(path, value.stringValue());
    }

    /** The text itself, or 400 with its path when it breaks the rule. */
    public String check(String path, String text) {
        if (text.length() < min || text.length() > max) {
            throw ProblemException.invalid(path, "must have " + min + " to " + max + " characters");
        }
        if (min > 0 && text.isBlank()) {
            throw ProblemException.invalid(path, "must not be blank");
        }
        if (!text.codePoints().allMatch(this::isAllowed)) {
            throw ProblemException.invalid(
                    path, "must not contain control characters" + (lines ? " but line breaks and tabs" : ""));
        }
        return text;
    }

    private boolean isAllowed(int codePoint) {
        if (lines && (codePoint == '\n' || codePoint == '\r' || codePoint == '\t')) {
            return true;
        }
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }
}
