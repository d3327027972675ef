package io.trunkline.admin.application;

import io.trunkline.admin.outgoing.OutgoingAddresses;
import io.trunkline.admin.problem.ProblemCode;
import io.trunkline.admin.problem.ProblemException;
import io.trunkline.admin.security.Caller;
import java.util.List;

/** What settings have to keep to in this installation, beside their form. What was stored under other rules may stay as it is. */
record Rules(Tiers tiers, OutgoingAddresses addresses) {

    private static final List<String> GRANTED = List.of("enabled", "tier", "limits");

    /** 400 for the settings of a new application. */
    void check(ApplicationSettings settings) {
        tiers.check(settings.tier());
        tiers.checkLimits(settings);
        addresses.check("authKey.jwksUri", settings.authKey().jwksUri());
        addresses.check("adminKey.jwksUri", settings.adminKey().jwksUri());
    }

    /** 400 for what the fields of this name have become, 403 where the caller may not change them. */
    void check(Caller caller, ApplicationSettings settings, List<String> changed) {
        checkGranted(caller, changed);
        if (changed.contains("tier")) {
            tiers.check(settings.tier());
        }
        if (changed.stream().anyMatch(field -> field.equals("tier") || field.startsWith("limits"))) {
            tiers.checkLimits(settings);
        }
        if (changed.contains("authKey.jwksUri")) {
            addresses.check("authKey.jwksUri", settings.authKey().jwksUri());
        }
        if (changed.contains("adminKey.jwksUri")) {
            addresses.check("adminKey.jwksUri", settings.adminKey().jwksUri());
        }
    }

    /** What an operator grants, the owner of an application cannot grant itself. */
    private static void checkGranted(Caller caller, List<String> changed) {
        for (String field : changed) {
            String root = field.contains(".") ? field.substring(0, field.indexOf('.')) : field;
            if (!caller.isOperator() && GRANTED.contains(root)) {
                throw ProblemException.of(ProblemCode.FORBIDDEN, field, "can only be changed by the operator");
            }
        }
    }
}
