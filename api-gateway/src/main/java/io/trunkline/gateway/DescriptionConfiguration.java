package io.trunkline.gateway;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.trunkline.gateway.identity.BackendAuthentication;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;
import reactor.core.scheduler.Schedulers;

/** What many routes have in common, in the gateway's description of itself: the application in the path, who may call, what may be wrong. */
@Configuration(proxyBeanMethods = false)
class DescriptionConfiguration {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final String DESCRIPTION = "/v3/api-docs";
    private static final String APPLICATIONS = "/apps/{appId}";
    private static final String MANAGED = "/admin/v1/applications/{appId}";
    private static final String OPERATOR = "operator";
    private static final String BACKEND = "adminKey";
    private static final String CLIENT = "authKey";
    private static final String CLIENT_QUERY = "authKeyInQuery";

    private static final Map<String, String> PROBLEMS = Map.of(
            "400", "Malformed",
            "401", "No token, or none of this application",
            "403", "Not permitted, or the application is disabled, or the address denied",
            "404", "There is no such application or connection",
            "429", "A rate, a quota or a limit is exceeded",
            "503", "The gateway cannot tell at the moment");

    /** The description is read from the classes when it is first asked for, under a lock: half a second that an event loop does not have. */
    @Bean
    WebFilter describesBesideTheEventLoops() {
        return (exchange, chain) -> exchange.getRequest().getPath().value().startsWith(DESCRIPTION)
                ? chain.filter(exchange).subscribeOn(Schedulers.boundedElastic())
                : chain.filter(exchange);
    }

    @Bean
    OpenApiCustomizer whatRoutesHaveInCommon() {
        return api -> {
            components(api);
            api.getPaths()
                    .forEach((path, item) -> item.readOperations().forEach(operation -> {
                        variables(path, operation);
                        callers(path, operation);
                    }));
        };
    }

    private static void components(OpenAPI api) {
        var bearer = new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .bearerFormat("JWT");
        var query = new SecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.QUERY)
                .name("access_token");
        var components = api.getComponents() == null ? new Components() : api.getComponents();
        api.components(components
                .addSecuritySchemes(BACKEND, bearer)
                .addSecuritySchemes(CLIENT, bearer)
                .addSecuritySchemes(
                        OPERATOR,
                        new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"))
                .addSecuritySchemes(CLIENT_QUERY, query)
                .addSchemas(
                        "Problem",
                        new ObjectSchema()
                                .addProperty("type", new StringSchema())
                                .addProperty("title", new StringSchema())
                                .addProperty("status", new IntegerSchema())
                                .addProperty("detail", new StringSchema())));
    }

    /** Those that no method asks for, for they are read elsewhere. */
    private static void variables(String path, Operation operation) {
        var known = operation.getParameters() == null ? List.<Parameter>of() : operation.getParameters();
        var names = known.stream().map(Parameter::getName).toList();
        VARIABLE.matcher(path)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !names.contains(name))
                .forEach(name -> operation.addParametersItem(
                        new Parameter().in("path").name(name).required(true).schema(new StringSchema())));
    }

    private static void callers(String path, Operation operation) {
        if (path.startsWith(APPLICATIONS)) {
            operation.addSecurityItem(new SecurityRequirement().addList(CLIENT_QUERY));
            problems(operation);
        }
        if (path.startsWith(APPLICATIONS + "/") || BackendAuthentication.CLIENT_PATHS.contains(path)) {
            operation.addSecurityItem(new SecurityRequirement().addList(CLIENT));
        }
        if (path.startsWith(MANAGED)) {
            operation.addSecurityItem(new SecurityRequirement().addList(BACKEND));
            operation.addSecurityItem(new SecurityRequirement().addList(OPERATOR));
            problems(operation);
        }
        if (BackendAuthentication.PATHS.stream().anyMatch(prefix -> path.startsWith(prefix.replace("/**", "")))) {
            operation.addSecurityItem(new SecurityRequirement().addList(BACKEND));
            problems(operation);
        }
    }

    private static void problems(Operation operation) {
        var problem = new Content()
                .addMediaType(
                        "application/problem+json",
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem")));
        PROBLEMS.forEach((status, meaning) -> operation
                .getResponses()
                .addApiResponse(status, new ApiResponse().description(meaning).content(problem)));
    }
}
