package io.trunkline.admin.application;

import io.trunkline.admin.problem.ProblemException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The plans that applications are on. What an application does not limit itself, its tier does, and else the vendor's default. */
final class Tiers {

    /** The tier of an application that names none; there is always one. */
    static final String FREE = "free";

    private final Map<String, ApplicationLimits> limits = new TreeMap<>();

    /** @param configured what each tier sets; the rest is the vendor's */
    Tiers(Map<String, ApplicationLimits> configured) {
        limits.put(FREE, ApplicationLimits.VENDOR);
        configured.forEach((name, own) -> limits.put(name, own.over(ApplicationLimits.VENDOR)));
    }

    /** The limits of every tier. */
    Map<String, ApplicationLimits> all() {
        return Collections.unmodifiableMap(limits);
    }

    /** 400 for a tier that is not configured. */
    void check(String tier) {
        if (!limits.containsKey(tier)) {
            throw ProblemException.invalid("tier", "must be one of " + String.join(", ", limits.keySet()));
        }
    }

    /** 400 for limits that would be in force and of which one defeats another. */
    void checkLimits(ApplicationSettings settings) {
        String conflict = Limit.conflict(inForce(settings).values());
        if (conflict != null) {
            throw ProblemException.invalid("limits." + Limit.SEND_BUFFER_BYTES.wireName(), conflict);
        }
    }

    /** Every limit of an application. One on a tier that is configured no more keeps to the vendor's. */
    ApplicationLimits inForce(ApplicationSettings settings) {
        return settings.limits().over(limits.getOrDefault(settings.tier(), ApplicationLimits.VENDOR));
    }

    /** The application as a gateway serves it: every limit in place. */
    Application applied(Application application) {
        ApplicationSettings settings = application.settings();
        return application.with(settings.with(inForce(settings)));
    }
}
