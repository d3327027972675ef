package io.trunkline.gateway.identity;

import io.trunkline.broker.access.Principal;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A verified {@link Principal} in Spring Security's form; controllers take it by {@code @AuthenticationPrincipal Principal}. */
final class PrincipalAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Principal principal;

    PrincipalAuthentication(Principal principal) {
        super(List.of());
        this.principal = principal;
        setAuthenticated(true);
    }

    @Override
    public Principal getPrincipal() {
        return principal;
    }

    /** Nothing: the token is not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }
}
