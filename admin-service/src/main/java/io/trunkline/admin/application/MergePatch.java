package io.trunkline.admin.application;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch, RFC 7396 section 2, for targets that are objects. */
public final class MergePatch {

    private MergePatch() {}

    /** The patched copy of {@code target}. */
    public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        ObjectNode result = target.deepCopy();
        for (var member : patch.properties()) {
            JsonNode value = member.getValue();
            if (value.isNull()) {
                result.remove(member.getKey());
            } else if (value instanceof ObjectNode inner) {
                ObjectNode base =
                        result.get(member.getKey()) instanceof ObjectNode object ? object : result.objectNode();
                result.set(member.getKey(), apply(base, inner));
            } else {
                result.set(member.getKey(), value);
            }
        }
        return result;
    }
}
