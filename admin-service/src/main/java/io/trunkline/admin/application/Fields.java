package io.trunkline.admin.application;

import io.trunkline.admin.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object being read: every read takes a field and checks its bounds, and what is left at the end is unknown.
 * A field that is null counts as absent. Every refusal names the field by its path and the bound it broke.
 */
public final class Fields {

    private final ObjectNode rest;
    private final String prefix;

    /** Reads an object; {@code prefix} is where it stands in its document, such as {@code authKey.}, empty for the document itself. */
    public Fields(ObjectNode object, String prefix) {
        this.rest = object.deepCopy();
        this.prefix = prefix;
    }

    /** The path of a field of this object, as refusals name it. */
    public String path(String name) {
        return prefix + name;
    }

    /** True or false. */
    public boolean flag(String name, boolean fallback) {
        JsonNode value = take(name);
        if (value == null) {
            return fallback;
        }
        if (!value.isBoolean()) {
            throw ProblemException.invalid(path(name), "must be true or false");
        }
        return value.booleanValue();
    }

    /** A whole number within bounds. */
    public int number(String name, int fallback, int min, int max) {
        Long value = optionalNumber(name, min, max);
        return value == null ? fallback : value.intValue();
    }

    @Nullable
    Long optionalNumber(String name, long min, long max) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw ProblemException.invalid(path(name), "must be a whole number from " + min + " to " + max);
        }
        return value.longValue();
    }

    /** A text that must be there. */
    public String text(String name, TextRule rule) {
        JsonNode value = take(name);
        if (value == null) {
            throw ProblemException.invalid(path(name), "is required: " + rule.words());
        }
        return rule.check(path(name), value);
    }

    /** A text, or null. */
    public @Nullable String optionalText(String name, TextRule rule) {
        JsonNode value = take(name);
        return value == null ? null : rule.check(path(name), value);
    }

    /** A list of at most {@code max} different texts; null when the field is absent. */
    @Nullable
    List<String> texts(String name, int max, TextRule rule) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray() || value.size() > max) {
            throw ProblemException.invalid(path(name), "must be a list of at most " + max + " texts");
        }
        var texts = new ArrayList<String>(value.size());
        for (int i = 0; i < value.size(); i++) {
            String path = path(name) + "[" + i + "]";
            String text = rule.check(path, value.get(i));
            if (texts.contains(text)) {
                throw ProblemException.invalid(path, "is in the list twice");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    @Nullable
    Fields object(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode object)) {
            throw ProblemException.invalid(path(name), "must be an object");
        }
        return new Fields(object, path(name) + ".");
    }

    /** Ends the reading: a field that nobody asked for is unknown. */
    public void refuseOthers() {
        for (String name : rest.propertyNames()) {
            throw ProblemException.invalid(path(name), "is not known");
        }
    }

    private @Nullable JsonNode take(String name) {
        JsonNode value = rest.remove(name);
        return value == null || value.isNull() ? null : value;
    }
}
