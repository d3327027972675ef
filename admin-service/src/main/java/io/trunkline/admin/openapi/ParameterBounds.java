package io.trunkline.admin.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What parameters may be: all are read as text, so that refusals can name them, and are described here. */
final class ParameterBounds {

    private static final String AUDIT = "/admin/v1/audit";
    private static final String DIRECTORY = "/internal/v1/directory/changes";
    private static final String ID = "[0-9a-f]{32}";

    private ParameterBounds() {}

    static void describe(String path, Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> describe(path, parameter));
        }
    }

    private static void describe(String path, Parameter parameter) {
        switch (parameter.getName()) {
            case "appId", "forwarderId" ->
                set(
                        parameter,
                        "32 hexadecimal digits",
                        new StringSchema().pattern(ID),
                        "0f8fad5bd9cb469fa16570867728950e");
            case "pattern" ->
                set(
                        parameter,
                        "A topic, a filter by MQTT levels (+ for one level, # for the rest) or a glob (* for any characters),"
                                + " with its slashes as they are and %23 for #",
                        new StringSchema().minLength(1).maxLength(256),
                        "rooms/+/chat");
            case "limit" -> set(parameter, "How many at most", number(1, path.equals(AUDIT) ? 1_000 : 100), 50);
            case "cursor" -> set(parameter, "The nextCursor of the page before", new StringSchema(), null);
            case "If-Match" -> set(parameter, "Only at this version; absent: at any", new StringSchema(), "\"7\"");
            case "since" -> since(path, parameter);
            case "Last-Event-ID" -> set(parameter, "Where a broken stream ended", number(0, Long.MAX_VALUE), 7);
            default -> throw new IllegalStateException(parameter.getName() + " is not described");
        }
    }

    private static void since(String path, Parameter parameter) {
        if (path.equals(DIRECTORY)) {
            set(parameter, "The last version that is known", number(0, Long.MAX_VALUE), 7);
        } else {
            set(parameter, "Nothing older", new StringSchema().format("date-time"), "2026-11-21T04:00:00Z");
        }
    }

    private static Schema<?> number(long min, long max) {
        return new IntegerSchema()
                .format("int64")
                .minimum(BigDecimal.valueOf(min))
                .maximum(BigDecimal.valueOf(max));
    }

    private static void set(Parameter parameter, String description, Schema<?> schema, @Nullable Object example) {
        parameter.description(description).schema(schema).example(example);
    }
}
