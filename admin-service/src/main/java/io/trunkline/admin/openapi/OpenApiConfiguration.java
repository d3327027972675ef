package io.trunkline.admin.openapi;

import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    @Bean
    GlobalOpenApiCustomizer describedOperations() {
        return api -> {
            api.getComponents().addSchemas(Answers.PROBLEM, Answers.problem());
            api.setPaths(Rests.renamed(api.getPaths()));
            api.getPaths()
                    .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                        Answers.describe(method, path, operation);
                        ParameterBounds.describe(path, operation);
                        BodyExamples.describe(method, path, operation);
                    }));
        };
    }
}
