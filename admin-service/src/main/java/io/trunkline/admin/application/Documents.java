package io.trunkline.admin.application;

import io.trunkline.admin.problem.ProblemCode;
import io.trunkline.admin.problem.ProblemException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Between JSON bodies and applications: strict about what comes in (no double names, nothing after the end). */
public final class Documents {

    private static final List<String> GIVEN_BY_SERVER =
            List.of("appId", "version", "createdAt", "updatedAt", "effectiveLimits");

    private final JsonMapper json;
    private final JsonMapper strict;
    private final SettingsReader reader;
    private final Tiers tiers;

    Documents(JsonMapper json, SettingsReader reader, Tiers tiers) {
        this.json = json;
        this.strict = json.rebuild()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        this.reader = reader;
        this.tiers = tiers;
    }

    /** A body that must be one JSON object. */
    public ObjectNode parse(byte[] body) {
        try {
            JsonNode node = strict.readTree(body);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw ProblemException.of(ProblemCode.MALFORMED, "The body is not valid JSON" + where);
        }
        throw ProblemException.of(ProblemCode.MALFORMED, "The body must be a JSON object");
    }

    ApplicationSettings settings(ObjectNode body) {
        for (String name : GIVEN_BY_SERVER) {
            if (body.has(name)) {
                throw ProblemException.invalid(name, "is given by the server");
            }
        }
        return reader.read(body);
    }

    /**
     * As the admin API shows it.
     *
     * @param forwarders those of {@link AmazonForwarders} that it has
     */
    ApplicationDocument shown(Application application, ObjectNode forwarders) {
        return new ApplicationDocument(
                application,
                tiers.inForce(application.settings()),
                forwarders.withObject(AmazonForwarders.SNS),
                forwarders.withObject(AmazonForwarders.SQS));
    }

    /** What the settings become under a merge patch; what the server gives may be repeated but not changed. A key from another source need not say what it is without. */
    ApplicationSettings patched(Application application, ObjectNode patch) {
        ObjectNode before = document(application);
        ObjectNode after = MergePatch.apply(ExchangedKeys.cleared(before, patch), patch);
        for (String name : GIVEN_BY_SERVER) {
            if (!before.get(name).equals(after.remove(name))) {
                throw ProblemException.invalid(name, "is given by the server and cannot be changed");
            }
        }
        return reader.read(after);
    }

    /** The names of the settings in which two applications differ. */
    List<String> changes(ApplicationSettings before, ApplicationSettings after) {
        return List.copyOf(ChangedFields.between(json.valueToTree(before), json.valueToTree(after)));
    }

    /** The limits of all tiers, in an order of their own. */
    String tiers() {
        return json.writeValueAsString(tiers.all());
    }

    String text(ApplicationSettings settings) {
        return json.writeValueAsString(settings);
    }

    ApplicationSettings read(String text) {
        return json.readValue(text, ApplicationSettings.class);
    }

    JsonNode tree(String text) {
        return json.readTree(text);
    }

    private ObjectNode document(Application application) {
        // through text, so that numbers compare as they do when a patch repeats them
        var document = (ObjectNode) json.readTree(json.writeValueAsString(shown(application, json.createObjectNode())));
        AmazonForwarders.take(document);
        return document;
    }
}
