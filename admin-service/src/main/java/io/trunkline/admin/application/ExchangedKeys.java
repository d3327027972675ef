package io.trunkline.admin.application;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keys that a merge patch exchanges for keys from another source: what only the old source has would otherwise stay, and be refused. */
final class ExchangedKeys {

    private static final List<String> KEYS = List.of("authKey", "adminKey");
    private static final List<String> OF_ONE_SOURCE = List.of("key", "algorithms", "jwksUri");

    private ExchangedKeys() {}

    /** A copy of the document without what a patch to another source leaves no room for; who may issue tokens, and for whom, stays. */
    static ObjectNode cleared(ObjectNode document, ObjectNode patch) {
        ObjectNode result = document.deepCopy();
        for (String name : KEYS) {
            if (result.get(name) instanceof ObjectNode key && hasOtherSource(key, patch.get(name))) {
                key.remove(OF_ONE_SOURCE);
            }
        }
        return result;
    }

    private static boolean hasOtherSource(ObjectNode key, JsonNode patch) {
        return patch instanceof ObjectNode wanted
                && wanted.path("source").isString()
                && !wanted.get("source").equals(key.get("source"));
    }
}
