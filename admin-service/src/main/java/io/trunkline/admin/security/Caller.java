package io.trunkline.admin.security;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, after the token was verified.
 *
 * @param applicationId the one application an {@link Role#OWNER} may touch, else absent
 */
public record Caller(Role role, @Nullable String applicationId) {

    /** What a caller is allowed at all. */
    public enum Role {
        /** Anything. */
        OPERATOR,
        /** One of our own services: the internal paths. */
        SERVICE,
        /** The owner of one application, vouched for by the gateway: that application only. */
        OWNER
    }

    static final Caller OPERATOR = new Caller(Role.OPERATOR, null);
    static final Caller SERVICE = new Caller(Role.SERVICE, null);

    static Caller owner(String applicationId) {
        return new Caller(Role.OWNER, applicationId);
    }

    /** True for the operator, who alone sets what a tenant may use. */
    public boolean isOperator() {
        return role == Role.OPERATOR;
    }

    boolean mayTouch(@Nullable Object application) {
        return isOperator() || (role == Role.OWNER && Objects.equals(applicationId, application));
    }

    /** The name that the audit keeps: {@code operator}, {@code service} or {@code application:<id>}. */
    public String auditName() {
        return role == Role.OWNER ? "application:" + applicationId : role.name().toLowerCase(Locale.ROOT);
    }
}
