package io.trunkline.telemetry.security;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A {@link Caller} as Spring Security carries it: authenticated when made, without credentials or authorities. */
final class CallerAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;

    private final transient Caller caller;

    CallerAuthentication(Caller caller) {
        super(List.of());
        this.caller = caller;
        setAuthenticated(true);
    }

    Caller caller() {
        return caller;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return caller;
    }
}
