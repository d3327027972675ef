package io.trunkline.broker.testkit;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import java.util.List;

/** Principals for tests, of one application unless said otherwise. */
public final class Principals {
    public static final ApplicationId APPLICATION = new ApplicationId("0123456789abcdef0123456789abcdef");
    public static final ApplicationId OTHER_APPLICATION = new ApplicationId("fedcba9876543210fedcba9876543210");

    private Principals() {}

    /** One who may publish and subscribe everywhere that a client ever may. */
    public static Principal anyone() {
        return anyone(APPLICATION, "anyone");
    }

    public static Principal anyone(ApplicationId application, String subject) {
        return of(application, subject, Permissions.PUBLISH + "*", Permissions.SUBSCRIBE + "*");
    }

    /** One who holds no permission, and so hears public topics only. */
    public static Principal nobody() {
        return of(APPLICATION, "nobody");
    }

    /** One with these claims and no others. */
    public static Principal with(String... claims) {
        return of(APPLICATION, "somebody", claims);
    }

    public static Principal of(ApplicationId application, String subject, String... claims) {
        return new Principal(application, subject, Permissions.of(List.of(claims)));
    }
}
