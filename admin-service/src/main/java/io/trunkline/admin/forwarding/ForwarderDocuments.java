package io.trunkline.admin.forwarding;

import io.trunkline.admin.application.ChangedFields;
import io.trunkline.admin.application.MergePatch;
import io.trunkline.admin.outgoing.OutgoingAddresses;
import io.trunkline.admin.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Between JSON documents and forwarders. */
final class ForwarderDocuments {

    private static final List<String> GIVEN_BY_SERVER = List.of("forwarderId", "version", "createdAt", "updatedAt");

    /** What a field of the application's document says by its own name. */
    private static final List<String> BY_FIELD = List.of("kind", "name");

    private final JsonMapper json;
    private final ForwarderReader reader;
    private final OutgoingAddresses addresses;

    ForwarderDocuments(JsonMapper json, ForwarderReader reader, OutgoingAddresses addresses) {
        this.json = json;
        this.reader = reader;
        this.addresses = addresses;
    }

    ForwarderSettings settings(ObjectNode body) {
        for (String name : GIVEN_BY_SERVER) {
            if (body.has(name)) {
                throw ProblemException.invalid(name, "is given by the server");
            }
        }
        ForwarderSettings settings = reader.read(body);
        checkName(settings);
        checkAddresses("", null, settings);
        return settings;
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
        ForwarderSettings settings = reader.read(after);
        if (!settings.name().equals(forwarder.settings().name())) {
            checkName(settings);
        }
        checkAddresses("", forwarder.settings(), settings);
        return settings;
    }

    /** What the settings become that stand in their application's document, under a merge patch of that field alone. */
    ForwarderSettings patched(DocumentField field, @Nullable ForwarderSettings before, ObjectNode patch) {
        ObjectNode after = MergePatch.apply(before == null ? json.createObjectNode() : stripped(before), patch);
        String prefix = field.wireName() + ".";
        for (String given : BY_FIELD) {
            if (after.has(given)) {
                throw ProblemException.invalid(prefix + given, "is not known");
            }
        }
        after.put("kind", field.kind().text()).put("name", field.wireName());
        ForwarderSettings settings = reader.read(after, prefix);
        checkAddresses(prefix, before, settings);
        return settings;
    }

    /** As it stands in its application's document: what the field says already is left out. */
    ObjectNode stripped(ForwarderSettings settings) {
        var tree = (ObjectNode) json.readTree(json.writeValueAsString(settings));
        BY_FIELD.forEach(tree::remove);
        return tree;
    }

    /** Two of one name would be two truths. */
    private static void checkName(ForwarderSettings settings) {
        if (DocumentField.names().contains(settings.name())) {
            throw ProblemException.invalid(
                    "name", "is kept for the forwarder that stands in the application's document");
        }
    }

    /** What was stored under another setting of the operator's may stay as it is. */
    private void checkAddresses(String prefix, @Nullable ForwarderSettings before, ForwarderSettings after) {
        Map<String, Function<ForwarderSettings, @Nullable String>> called = Map.of(
                "queueUrl", ForwarderSettings::queueUrl,
                "endpoint", ForwarderSettings::endpoint,
                "url", ForwarderSettings::url);
        called.forEach((name, address) -> {
            if (before == null || !Objects.equals(address.apply(before), address.apply(after))) {
                addresses.check(prefix + name, address.apply(after));
            }
        });
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
