package io.trunkline.gateway.database;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the gateway has been given a database; an empty URL is none. */
public final class DatabaseIsNamed implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        var url = context.getEnvironment().getProperty("trunkline.database-url");
        return url != null && !url.isBlank();
    }
}
