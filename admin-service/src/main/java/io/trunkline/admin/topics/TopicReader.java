package io.trunkline.admin.topics;

import io.trunkline.admin.application.Fields;
import io.trunkline.admin.problem.ProblemException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** From a JSON document to valid settings: defaults for what is absent, a refusal that names the field for all else. */
final class TopicReader {

    private static final int MAX_SIZE = 100_000;
    private static final int MAX_AGE_SECONDS = 31 * 24 * 3_600;
    private static final List<String> GIVEN_BY_SERVER = List.of("version", "createdAt", "updatedAt");

    private TopicReader() {}

    static TopicSettings read(ObjectNode document) {
        checkGiven(document);
        var fields = new Fields(document, "");
        var settings = new TopicSettings(
                fields.number("historySize", 0, 0, MAX_SIZE),
                fields.number("historyAgeSeconds", 0, 0, MAX_AGE_SECONDS),
                fields.flag("durable", false),
                fields.flag("state", false));
        fields.refuseOthers();
        checkTogether(settings);
        return settings;
    }

    private static void checkGiven(ObjectNode document) {
        if (document.has("pattern")) {
            throw ProblemException.invalid("pattern", "stands in the path");
        }
        for (String name : GIVEN_BY_SERVER) {
            if (document.has(name)) {
                throw ProblemException.invalid(name, "is given by the server");
            }
        }
    }

    private static void checkTogether(TopicSettings settings) {
        if (settings.historyAgeSeconds() > 0 && settings.historySize() == 0) {
            throw ProblemException.invalid("historyAgeSeconds", "needs a historySize above 0");
        }
        if (settings.durable() && settings.historySize() == 0 && !settings.state()) {
            throw ProblemException.invalid("durable", "needs a historySize above 0, or state");
        }
    }
}
