package io.trunkline.admin.application;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** Describes the two fields that hold limits by the table of all limits. */
final class LimitsSchema implements GlobalOpenApiCustomizer {

    private static final String NAME = "ApplicationLimits";

    @Override
    public void customise(OpenAPI api) {
        var schemas = api.getComponents().getSchemas();
        schemas.values().forEach(LimitsSchema::refer);
        schemas.put(NAME, table());
    }

    private static void refer(Schema<?> schema) {
        var properties = schema.getProperties();
        if (properties != null) {
            properties.computeIfPresent("limits", (name, map) -> reference());
            properties.computeIfPresent(
                    "effectiveLimits", (name, map) -> reference().readOnly(true));
        }
    }

    private static Schema<?> reference() {
        return new Schema<>().$ref("#/components/schemas/" + NAME);
    }

    private static Schema<?> table() {
        var table = new ObjectSchema();
        table.description("What is absent is the tier's limit; the defaults are the vendor's");
        for (Limit limit : Limit.values()) {
            var value = new IntegerSchema();
            value.setFormat("int64");
            value.setMinimum(BigDecimal.valueOf(limit.min()));
            value.setMaximum(BigDecimal.valueOf(limit.max()));
            value.setDefault(limit.vendorDefault());
            table.addProperty(limit.wireName(), value);
        }
        return table;
    }
}
