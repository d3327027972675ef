package io.trunkline.admin.forwarding;

import io.trunkline.admin.application.ChangedFields;
import io.trunkline.admin.application.MergePatch;
import io.trunkline.admin.problem.ProblemException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Between JSON documents and forwarders. */
final class ForwarderDocuments {

    private static final List<String> GIVEN_BY_SERVER = List.of("forwarderId", "version", "createdAt", "updatedAt");

    private final JsonMapper json;
    private final ForwarderReader reader;

    ForwarderDocuments(JsonMapper json, ForwarderReader reader) {
        this.json = json;
        this.reader = reader;
    }

    ForwarderSettings settings(ObjectNode body) {
        for (String name : GIVEN_BY_SERVER) {
            if (body.has(name)) {
                throw ProblemException.invalid(name, "is given by the server");
            }
        }
        return reader.read(body);
    }

    /** What the settings become under a merge patch; the kind, and what the server gives, may be repeated but not changed. */
    ForwarderSettings patched(Forwarder forwarder, ObjectNode patch) {
        var before = (ObjectNode) json.readTree(json.writeValueAsString(forwarder));
        ObjectNode after = MergePatch.apply(before, patch);
        if (!before.get("kind").equals(after.get("kind"))) {
            throw ProblemException.invalid("kind", "cannot be changed: make another forwarder");
        }
        for (String name : GIVEN_BY_SERVER) {
            if (!before.get(name).equals(after.remove(name))) {
                throw ProblemException.invalid(name, "is given by the server and cannot be changed");
            }
        }
        return reader.read(after);
    }

    /** The names of the settings in which two forwarders differ. */
    List<String> changes(ForwarderSettings before, ForwarderSettings after) {
        return List.copyOf(ChangedFields.between(json.valueToTree(before), json.valueToTree(after)));
    }

    String text(ForwarderSettings settings) {
        return json.writeValueAsString(settings);
    }

    ForwarderSettings read(String text) {
        return json.readValue(text, ForwarderSettings.class);
    }
}
