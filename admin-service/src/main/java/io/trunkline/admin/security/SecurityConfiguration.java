package io.trunkline.admin.security;

import io.trunkline.admin.problem.ProblemWriter;
import java.security.SecureRandom;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.AuthorizeExchangeSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {

    private static final String[] OPEN = {
        "/actuator/health/**", "/v3/api-docs/**", "/v3/api-docs.yaml", "/swagger-ui/**", "/webjars/**"
    };

    @Bean
    TokenAuthentication tokenAuthentication(SecurityProperties properties) {
        String configured = properties.operatorToken();
        String operator = configured == null || configured.isBlank()
                ? new OperatorTokenFile(properties.dataDir(), new SecureRandom()).read()
                : configured;
        @Nullable String service = properties.serviceToken();
        if (service == null || service.isBlank()) {
            return new TokenAuthentication(BearerToken.of("operator token", operator), null);
        }
        if (service.equals(operator)) {
            throw new InvalidToken("The service token must differ from the operator token: it is less mighty");
        }
        return new TokenAuthentication(
                BearerToken.of("operator token", operator), BearerToken.of("service token", service));
    }

    @Bean
    Refusals refusals(ProblemWriter problems) {
        return new Refusals(problems);
    }

    @Bean
    SecurityWebFilterChain securityFilters(ServerHttpSecurity http, TokenAuthentication tokens, Refusals refusals) {
        var authentication = new AuthenticationWebFilter((ReactiveAuthenticationManager) tokens);
        authentication.setServerAuthenticationConverter(tokens);
        authentication.setAuthenticationFailureHandler(new ServerAuthenticationEntryPointFailureHandler(refusals));
        authentication.setSecurityContextRepository(NoOpServerSecurityContextRepository.getInstance());
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .exceptionHandling(on -> on.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .addFilterAt(authentication, SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(SecurityConfiguration::authorize)
                .build();
    }

    private static void authorize(AuthorizeExchangeSpec paths) {
        paths.pathMatchers(OPEN)
                .permitAll()
                .pathMatchers("/internal/**")
                .hasAnyRole(Caller.Role.SERVICE.name(), Caller.Role.OPERATOR.name())
                .pathMatchers("/admin/v1/applications/{appId}/**")
                .access(when((caller, context) ->
                        caller.mayTouch(context.getVariables().get("appId"))))
                .anyExchange()
                .hasRole(Caller.Role.OPERATOR.name());
    }

    private static ReactiveAuthorizationManager<AuthorizationContext> when(
            BiPredicate<Caller, AuthorizationContext> rule) {
        return (authentication, context) -> authentication.map(who ->
                new AuthorizationDecision(who.getPrincipal() instanceof Caller caller && rule.test(caller, context)));
    }
}
