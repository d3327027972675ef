package io.trunkline.admin.application;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** Describes the forwarders that stand in an application's document, in what callers send and what they are shown. */
final class AmazonForwardersSchema implements GlobalOpenApiCustomizer {

    @Override
    public void customise(OpenAPI api) {
        var schemas = api.getComponents().getSchemas();
        for (String name : List.of("Application", "ApplicationSettings")) {
            schemas.computeIfPresent(name, (same, schema) -> withForwarders(schema));
        }
    }

    private static Schema<?> withForwarders(Schema<?> schema) {
        return schema.addProperty(
                        AmazonForwarders.SNS, forwarder("topicArn", "arn:aws:sns:eu-west-1:123456789012:inbound"))
                .addProperty(
                        AmazonForwarders.SQS,
                        forwarder("queueUrl", "https://sqs.eu-west-1.amazonaws.com/123456789012/inbound"));
    }

    private static Schema<?> forwarder(String target, String example) {
        Schema<?> forwarder = new ObjectSchema();
        return forwarder
                .description("Gets clients' inbound messages and presence; empty for none, null in a patch removes it."
                        + " The same as a forwarder of this name")
                .addProperty(target, new StringSchema().example(example))
                .addProperty("region", new StringSchema().example("eu-west-1"))
                .addProperty("accessKeyId", new StringSchema())
                .addProperty("secretAccessKey", new StringSchema().writeOnly(true))
                .addProperty("endpoint", new StringSchema().description("Called instead of Amazon's own address"))
                .addProperty("enabled", new BooleanSchema())
                .addProperty("deadLetterTopic", new StringSchema())
                .addProperty("maxAttempts", new IntegerSchema())
                .addProperty("bufferBytes", new IntegerSchema());
    }
}
