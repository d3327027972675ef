package io.trunkline.admin.security;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** From {@code Authorization: Bearer} and {@code X-Trunkline-Application} to a {@link Caller}. */
final class TokenAuthentication implements ServerAuthenticationConverter, ReactiveAuthenticationManager {

    /** Beside the service token: acts as the owner of this application. */
    static final String APPLICATION_HEADER = "X-Trunkline-Application";

    private static final String SCHEME = "Bearer ";
    private static final Pattern APPLICATION_ID = Pattern.compile("[0-9a-f]{32}");

    private final BearerToken operator;
    private final @Nullable BearerToken service;

    TokenAuthentication(BearerToken operator, @Nullable BearerToken service) {
        this.operator = operator;
        this.service = service;
    }

    /** What was presented, not yet verified; empty when there is no {@code Authorization} at all. */
    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        List<String> authorization = headers.getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (authorization.isEmpty()) {
            return Mono.empty();
        }
        List<String> applications = headers.getOrEmpty(APPLICATION_HEADER);
        String value = authorization.get(0);
        if (authorization.size() > 1
                || applications.size() > 1
                || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Mono.error(new BadCredentialsException("not one bearer token"));
        }
        String application = applications.isEmpty() ? "" : applications.get(0);
        String token = value.substring(SCHEME.length()).strip();
        return Mono.just(UsernamePasswordAuthenticationToken.unauthenticated(application, token));
    }

    @Override
    public Mono<Authentication> authenticate(Authentication presented) {
        String token = String.valueOf(presented.getCredentials());
        String application = String.valueOf(presented.getPrincipal());
        boolean isOperator = operator.matches(token);
        boolean isService = service != null && service.matches(token);
        if (isOperator) {
            return Mono.just(authenticated(Caller.OPERATOR));
        }
        if (isService && application.isEmpty()) {
            return Mono.just(authenticated(Caller.SERVICE));
        }
        if (isService && APPLICATION_ID.matcher(application).matches()) {
            return Mono.just(authenticated(Caller.owner(application)));
        }
        return Mono.error(new BadCredentialsException("no such token"));
    }

    private static Authentication authenticated(Caller caller) {
        var roles = AuthorityUtils.createAuthorityList("ROLE_" + caller.role().name());
        return UsernamePasswordAuthenticationToken.authenticated(caller, "", roles);
    }
}
