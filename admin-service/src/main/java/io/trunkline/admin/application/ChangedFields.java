package io.trunkline.admin.application;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The names of the fields in which two documents differ, such as {@code authKey.key}; never their values. */
public final class ChangedFields {

    private ChangedFields() {}

    /** The paths of the fields that differ, in order. */
    public static Set<String> between(ObjectNode before, ObjectNode after) {
        var names = new TreeSet<String>();
        before.propertyNames().forEach(names::add);
        after.propertyNames().forEach(names::add);
        var changed = new TreeSet<String>();
        for (String name : names) {
            JsonNode left = before.get(name);
            JsonNode right = after.get(name);
            if (left instanceof ObjectNode leftObject && right instanceof ObjectNode rightObject) {
                between(leftObject, rightObject).forEach(inner -> changed.add(name + "." + inner));
            } else if (!Objects.equals(left, right)) {
                changed.add(name);
            }
        }
        return changed;
    }
}
