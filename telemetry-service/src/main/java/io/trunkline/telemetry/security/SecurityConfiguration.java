package io.trunkline.telemetry.security;

import io.trunkline.telemetry.problem.ProblemWriter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.AuthorizeExchangeSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.CorsSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import reactor.core.publisher.Mono;

/** Who may call what; what is not named here needs a known caller. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties(AccessProperties.class)
class SecurityConfiguration {

    @Bean
    SecurityWebFilterChain security(ServerHttpSecurity http, AccessProperties properties, ProblemWriter problems) {
        var refusals = new Refusals(problems);
        return http.csrf(CsrfSpec::disable)
                .cors(CorsSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .addFilterAt(
                        new BearerFilter(new Callers(properties), refusals), SecurityWebFiltersOrder.AUTHENTICATION)
                .exceptionHandling(handling -> handling.authenticationEntryPoint((exchange, fault) ->
                                refusals.unauthenticated(exchange, "a bearer token is needed here"))
                        .accessDeniedHandler((exchange, fault) -> refusals.forbidden(exchange)))
                .authorizeExchange(SecurityConfiguration::rules)
                .build();
    }

    private static void rules(AuthorizeExchangeSpec rules) {
        rules.pathMatchers(HttpMethod.GET, "/actuator/health/**", "/actuator/prometheus")
                .permitAll()
                .pathMatchers(HttpMethod.GET, "/v3/api-docs/**", "/swagger-ui/**", "/swagger-ui.html", "/webjars/**")
                .permitAll()
                .pathMatchers("/internal/**")
                .access(SecurityConfiguration::ownServices)
                .pathMatchers("/telemetry/heatmap/connections/countries/{appId}/**", "/telemetry/{report}/{appId}/**")
                .access(SecurityConfiguration::ownReports)
                .anyExchange()
                .authenticated();
    }

    private static Mono<AuthorizationResult> ownServices(Mono<Authentication> who, AuthorizationContext context) {
        return caller(who).map(caller -> new AuthorizationDecision(caller instanceof Caller.Peer));
    }

    private static Mono<AuthorizationResult> ownReports(Mono<Authentication> who, AuthorizationContext context) {
        var appId = String.valueOf(context.getVariables().get("appId"));
        return caller(who).map(caller -> new AuthorizationDecision(caller.mayRead(appId)));
    }

    private static Mono<Caller> caller(Mono<Authentication> who) {
        return who.ofType(CallerAuthentication.class).map(CallerAuthentication::caller);
    }
}
