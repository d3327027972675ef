package io.trunkline.admin.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statuses an operation can answer with: what it does by its method, and the problems it can meet. */
final class Answers {

    /** The schema of every error. */
    static final String PROBLEM = "Problem";

    private static final String OK = "200";
    private static final String ANYTHING = "*/*";
    private static final String JSON = "application/json";

    private Answers() {}

    /** RFC 9457. */
    static Schema<?> problem() {
        var problem = new ObjectSchema();
        problem.setRequired(List.of("type", "title", "status", "detail"));
        return problem.description("Problem details, RFC 9457")
                .addProperty("type", new StringSchema().example("/problems/invalid-field"))
                .addProperty("title", new StringSchema().example("A field is not valid"))
                .addProperty("status", new IntegerSchema().example(400))
                .addProperty("detail", new StringSchema().example("tier must be one of free, partner"))
                .addProperty(
                        "field",
                        new StringSchema().description("The field at fault").example("tier"))
                .addProperty(
                        "instance", new StringSchema().description("Under which a fault of the service is logged"));
    }

    static void describe(HttpMethod method, String path, Operation operation) {
        success(method, operation.getResponses());
        var answers = operation.getResponses();
        boolean reads = operation.getRequestBody() != null;
        boolean names = path.contains("{");
        problem(answers, "400", "The request cannot be read, or a field of it breaks a rule");
        problem(answers, "401", "No token, or one that does not verify");
        problem(answers, "403", "The token does not give access here");
        if (names) {
            problem(answers, "404", "There is no such thing");
        }
        if (reads) {
            problem(answers, "409", "What must be unique is taken, or there are as many as may be");
            problem(answers, "413", "The body has more than 64 KiB");
            problem(answers, "415", "The body is of another media type");
        }
        if (hasParameter(operation, "If-Match")) {
            problem(answers, "412", "It has changed since the version of If-Match");
        }
        problem(answers, "503", "The database is away; try again soon");
    }

    private static void success(HttpMethod method, ApiResponses answers) {
        ApiResponse done = answers.remove(OK);
        if (done == null) {
            return;
        }
        Content content = done.getContent();
        if (content != null && content.containsKey(ANYTHING)) {
            content.addMediaType(JSON, content.remove(ANYTHING));
        }
        switch (method) {
            case POST -> answers.addApiResponse("201", made(content).addHeaderObject("Location", location()));
            case PUT ->
                answers.addApiResponse("201", made(content))
                        .addApiResponse(OK, done.description("Changed").addHeaderObject("ETag", tag()));
            case DELETE -> answers.addApiResponse("204", new ApiResponse().description("Gone for good"));
            default -> answers.addApiResponse(OK, done.description("Done"));
        }
    }

    private static ApiResponse made(@Nullable Content content) {
        return new ApiResponse().description("Made").content(content).addHeaderObject("ETag", tag());
    }

    private static Header tag() {
        return new Header().description("The version, for If-Match").schema(new StringSchema().example("\"7\""));
    }

    private static Header location() {
        return new Header().description("Its path").schema(new StringSchema());
    }

    private static boolean hasParameter(Operation operation, String name) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> name.equals(parameter.getName()));
    }

    private static void problem(ApiResponses answers, String status, String description) {
        Schema<?> reference = new Schema<>().$ref("#/components/schemas/" + PROBLEM);
        answers.addApiResponse(
                status,
                new ApiResponse()
                        .description(description)
                        .content(new Content()
                                .addMediaType("application/problem+json", new MediaType().schema(reference))));
    }
}
