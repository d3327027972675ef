package io.trunkline.admin.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import java.util.List;
import java.util.Map;

/** One body for every operation that takes one, which it accepts as it stands. */
final class BodyExamples {

    private static final String APPLICATION = "/admin/v1/applications/{appId}";

    private static final Map<String, Map<String, Object>> EXAMPLES = Map.of(
            "POST /admin/v1/applications",
            Map.of("name", "chat", "clientSourceAddress", List.of("0.0.0.0/0", "::/0")),
            "PATCH " + APPLICATION,
            Map.of("description", "Of the support team", "compressAsText", true),
            "POST " + APPLICATION + "/forwarders",
            Map.of("kind", "webhook", "name", "orders", "url", "https://hooks.example.com/trunkline"),
            "PATCH " + APPLICATION + "/forwarders/{forwarderId}",
            Map.of("enabled", false),
            "PUT " + APPLICATION + "/topics/{pattern}",
            Map.of("historySize", 1_000, "historyAgeSeconds", 3_600, "state", true));

    private BodyExamples() {}

    static void describe(HttpMethod method, String path, Operation operation) {
        if (operation.getRequestBody() == null) {
            return;
        }
        var example = EXAMPLES.get(method + " " + path);
        if (example == null) {
            throw new IllegalStateException(method + " " + path + " has no example");
        }
        operation.getRequestBody().required(true).getContent().values().forEach(type -> type.setExample(example));
    }
}
