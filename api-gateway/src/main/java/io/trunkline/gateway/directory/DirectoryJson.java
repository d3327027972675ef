package io.trunkline.gateway.directory;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The directory as JSON, the same on the wire, in the kept snapshot and in a directory file. An application that cannot be read is not served: it is logged and
 * left out, so that it alone is lost and none is served by rules that its owner has changed.
 */
final class DirectoryJson {
    private static final Logger log = LoggerFactory.getLogger(DirectoryJson.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private DirectoryJson() {}

    /** Reads a whole directory; {@link JacksonException} if this is none at all. */
    static Snapshot snapshot(byte[] json) {
        var root = JSON.readTree(json);
        var applications = new ArrayList<Application>();
        for (var node : root.required("applications").asArray()) {
            var application = readable(node);
            if (application != null) {
                applications.add(application);
            }
        }
        return new Snapshot(root.path("version").asLong(0), applications);
    }

    /** Null if there is JSON but no application that can be served in it. */
    static @Nullable Application application(String json) {
        return readable(JSON.readTree(json));
    }

    static String appId(String json) {
        return JSON.readTree(json).required("appId").asString();
    }

    static byte[] write(Record value) {
        return JSON.writeValueAsBytes(value);
    }

    private static @Nullable Application readable(JsonNode node) {
        try {
            return JSON.treeToValue(node, Application.class);
        } catch (JacksonException unreadable) {
            log.error(
                    "application left out, its record cannot be read: application={} field={} cause={}",
                    node.path("appId").asString(""),
                    unreadable.getPathReference(),
                    cause(unreadable));
            return null;
        }
    }

    /** Only what we said ourselves: Jackson's own messages may quote the value, which may be a key. */
    private static String cause(JacksonException unreadable) {
        return NestedExceptionUtils.getMostSpecificCause(unreadable) instanceof IllegalArgumentException ours
                ? String.valueOf(ours.getMessage())
                : unreadable.getClass().getSimpleName();
    }
}
