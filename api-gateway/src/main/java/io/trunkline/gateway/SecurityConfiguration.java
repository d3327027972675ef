package io.trunkline.gateway;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.identity.BackendAuthentication;
import io.trunkline.gateway.problem.Problems;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;

/**
 * Who may call what over HTTP, without sessions, cookies or forms. Calls of applications' backends are authenticated here, by the application in their path; on
 * all other paths the door behind it asks for credentials in its own protocol's way, or there is nothing to protect.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    @Bean
    @Order(1)
    SecurityWebFilterChain backends(
            ServerHttpSecurity http, BackendAuthentication backendAuthentication, Problems problems) {
        return stateless(http)
                .securityMatcher(backendPaths())
                .authorizeExchange(calls -> calls.anyExchange().authenticated())
                .oauth2ResourceServer(server -> server.authenticationManagerResolver(backendAuthentication)
                        .authenticationEntryPoint((exchange, missing) -> problems.handle(exchange, noToken())))
                .build();
    }

    @Bean
    @Order(2)
    SecurityWebFilterChain others(ServerHttpSecurity http) {
        return stateless(http)
                .authorizeExchange(calls -> calls.anyExchange().permitAll())
                .build();
    }

    /** After security, so that a stranger hears of his token first. */
    @Bean
    SingleParameters singleParameters() {
        var explain = ServerWebExchangeMatchers.pathMatchers("/admin/v1/applications/{appId}/explain");
        return new SingleParameters(ServerWebExchangeMatchers.matchers(backendPaths(), explain), Set.of());
    }

    @Bean
    SingleParameters singleParametersOfEvents() {
        var events = ServerWebExchangeMatchers.pathMatchers("/apps/{appId}/events");
        return new SingleParameters(events, Set.of("topic"));
    }

    private static ServerWebExchangeMatcher backendPaths() {
        return ServerWebExchangeMatchers.pathMatchers(BackendAuthentication.PATHS.toArray(String[]::new));
    }

    private static ServerHttpSecurity stateless(ServerHttpSecurity http) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance());
    }

    private static Refused noToken() {
        return new Refused(
                Reason.UNAUTHENTICATED,
                "Send a token, Authorization: Bearer <JWT>: signed with adminKey, or with authKey for a history");
    }

    /** Browsers of any origin may call the HTTP API: it takes tokens, never cookies. Preflights are answered before anyone asks for a token. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    CorsWebFilter crossOrigin() {
        var anyone = new CorsConfiguration();
        anyone.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        anyone.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        anyone.setAllowedMethods(List.of(HttpMethod.GET.name(), HttpMethod.POST.name(), HttpMethod.DELETE.name()));
        anyone.setMaxAge(3600L);
        var paths = new UrlBasedCorsConfigurationSource();
        paths.registerCorsConfiguration("/api/**", anyone);
        paths.registerCorsConfiguration("/apps/*/events", anyone);
        BackendAuthentication.PATHS.forEach(path -> paths.registerCorsConfiguration(path, anyone));
        return new CorsWebFilter(paths);
    }
}
