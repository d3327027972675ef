package io.trunkline.admin.application;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The tiers of this installation: {@code trunkline.tiers.<name>.<limit>}, read at start.
 *
 * @param tiers by name, the limits each sets by theirs; a limit is also known without its capital letters, as environment variables have it
 */
@ConfigurationProperties("trunkline")
record TierProperties(@Nullable Map<String, Map<String, Long>> tiers) {

    private static final String PREFIX = "trunkline.tiers.";

    /** What a tier may be called. */
    static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private static final int MAX_NAME = 32;

    TierProperties {
        limits(tiers);
    }

    Map<String, ApplicationLimits> limits() {
        return limits(tiers);
    }

    private static Map<String, ApplicationLimits> limits(@Nullable Map<String, Map<String, Long>> tiers) {
        var limits = new HashMap<String, ApplicationLimits>();
        if (tiers != null) {
            tiers.forEach((name, values) -> limits.put(name, tier(name, values)));
        }
        return limits;
    }

    private static ApplicationLimits tier(String name, Map<String, Long> given) {
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(PREFIX + name + ": a tier is named by at most " + MAX_NAME
                    + " lower-case letters, digits and single dashes");
        }
        var values = new EnumMap<Limit, Long>(Limit.class);
        given.forEach((key, value) -> {
            Limit limit = named(PREFIX + name + ".", key);
            if (!limit.allows(value)) {
                throw new IllegalArgumentException(PREFIX + name + "." + key + " " + limit.rule());
            }
            values.put(limit, value);
        });
        var limits = new ApplicationLimits(values);
        String conflict = Limit.conflict(limits.over(ApplicationLimits.VENDOR).values());
        if (conflict != null) {
            throw new IllegalArgumentException(
                    PREFIX + name + "." + Limit.SEND_BUFFER_BYTES.wireName() + " " + conflict);
        }
        return limits;
    }

    private static Limit named(String prefix, String key) {
        String plain = key.replace("-", "").toLowerCase(Locale.ROOT);
        for (Limit limit : Limit.values()) {
            if (limit.wireName().toLowerCase(Locale.ROOT).equals(plain)) {
                return limit;
            }
        }
        throw new IllegalArgumentException(prefix + key + " is no limit; there are " + Limit.names());
    }
}
