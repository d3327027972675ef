package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One operation of an OpenAPI document, and how it is called with what a test knows.
 *
 * @param port where it is called
 * @param document the document it stands in
 * @param about the operation in it
 */
record Operation(int port, String method, String path, JsonNode document, JsonNode about) {
    /** Where a schema does not say enough to make a body of it. */
    private static final Map<String, String> BODIES =
            Map.of("publish-batch", "{\"messages\":[{\"topic\":\"shared\",\"message\":1}]}");

    static Stream<Operation> of(JsonNode document, int port) {
        return document.path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .map(operation -> new Operation(
                                port,
                                operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                document,
                                operation.getValue())));
    }

    boolean isAbout(String parameter) {
        return parameters().anyMatch(each -> each.path("name").asString().equals(parameter));
    }

    /** How many things are named in its path. */
    long depth() {
        return parameters("path").count();
    }

    private Stream<JsonNode> parameters() {
        return about.path("parameters").valueStream();
    }

    private Stream<JsonNode> parameters(String in) {
        return parameters().filter(each -> each.path("in").asString().equals(in));
    }

    /** @param values by the names of parameters; a required one that is not among them fails the test, for then nothing is shown */
    String url(Map<String, String> values, @Nullable String token) {
        var url = "http://127.0.0.1:" + port + path;
        for (var parameter : parameters("path").toList()) {
            url = url.replace("{" + name(parameter) + "}", value(parameter, values));
        }
        var query = new ArrayList<String>();
        parameters("query")
                .filter(each ->
                        values.containsKey(name(each)) || each.path("required").asBoolean())
                .forEach(each -> query.add(name(each) + "=" + value(each, values)));
        if (token != null && about.path("security").toString().contains("InQuery")) {
            query.add("access_token=" + token);
        }
        return query.isEmpty() ? url : url + "?" + String.join("&", query);
    }

    private static String name(JsonNode parameter) {
        return parameter.path("name").asString();
    }

    private String value(JsonNode parameter, Map<String, String> values) {
        assertThat(values)
                .as("what the parameters of %s are called with: tell the test", this)
                .containsKey(name(parameter));
        return URLEncoder.encode(values.get(name(parameter)), StandardCharsets.UTF_8);
    }

    /** A body that is accepted from whoever may call. */
    @Nullable
    String body() {
        var content = about.path("requestBody").path("content").propertyStream().findFirst();
        if (content.isEmpty()) {
            return null;
        }
        var last = path.substring(path.lastIndexOf('/') + 1);
        var media = content.get().getValue();
        var example = media.path("example");
        return BODIES.getOrDefault(last, (example.isMissingNode() ? made(media.path("schema")) : example).toString());
    }

    private JsonNode made(JsonNode schema) {
        if (schema.has("$ref")) {
            return made(document.at(schema.path("$ref").asString().substring(1)));
        }
        return switch (schema.path("type").asString("object")) {
            case "array" -> Api.JSON.createArrayNode().add(made(schema.path("items")));
            case "boolean" -> Api.JSON.getNodeFactory().booleanNode(false);
            case "integer", "number" -> Api.JSON.getNodeFactory().numberNode(1);
            case "string" -> Api.JSON.getNodeFactory().stringNode("shared");
            default -> {
                var object = Api.JSON.createObjectNode();
                schema.path("properties")
                        .propertyStream()
                        .forEach(each -> object.set(each.getKey(), made(each.getValue())));
                yield object;
            }
        };
    }

    /** All operations of the three services, those behind the gateway at both places. */
    static List<Operation> all(Installation installation) {
        var gateway = document(installation.gateway());
        return Stream.of(
                        of(gateway, installation.gateway()),
                        of(document(installation.admin()), installation.admin()),
                        of(document(installation.admin()), installation.gateway()),
                        of(document(installation.telemetry()), installation.telemetry()),
                        of(document(installation.telemetry()), installation.gateway()))
                .flatMap(each -> each)
                .toList();
    }

    private static JsonNode document(int port) {
        var answer = Call.get("http://127.0.0.1:" + port + "/v3/api-docs", null);
        assertThat(answer.status()).isEqualTo(200);
        return Api.JSON.readTree(answer.body());
    }

    @Override
    public String toString() {
        return method + " " + path + " at port " + port;
    }
}
