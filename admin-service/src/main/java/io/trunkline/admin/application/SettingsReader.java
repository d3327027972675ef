package io.trunkline.admin.application;

import io.trunkline.admin.problem.ProblemException;
import java.util.EnumMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** From a JSON document to valid settings: defaults for what is absent, a refusal that names the field for all else. */
final class SettingsReader {

    private static final TextRule NAME = TextRule.line(1, 100);
    private static final TextRule DESCRIPTION = TextRule.lines(0, 1_000);
    private static final TextRule TIER = TextRule.line(1, 32);
    private static final TextRule ADDRESS = TextRule.line(1, 50);
    private static final int MAX_ADDRESSES = 100;
    private static final int MAX_GRACE_SECONDS = 600;
    private static final int DEFAULT_WINDOW_SECONDS = 120;
    private static final int MIN_WINDOW_SECONDS = 10;
    private static final int MAX_WINDOW_SECONDS = 3_600;

    private final Supplier<ApplicationKey> freshKey;

    /** A reader that asks {@code freshKey} for each key the document leaves out. */
    SettingsReader(Supplier<ApplicationKey> freshKey) {
        this.freshKey = freshKey;
    }

    ApplicationSettings read(ObjectNode document) {
        var fields = new Fields(document, "");
        var settings = new ApplicationSettings(
                fields.text("name", NAME),
                orElse(fields.optionalText("description", DESCRIPTION), ""),
                fields.flag("enabled", true),
                tier(fields),
                key(fields, "authKey"),
                key(fields, "adminKey"),
                addresses(fields, "adminSourceAddress"),
                addresses(fields, "clientSourceAddress"),
                fields.flag("enableWebSocketInboundTopic", true),
                fields.flag("clientInboundAckEnabled", true),
                fields.flag("compressAsText", false),
                fields.flag("closeAtTokenExpiry", false),
                fields.number("presenceGraceSeconds", 0, 0, MAX_GRACE_SECONDS),
                fields.number(
                        "idempotencyWindowSeconds", DEFAULT_WINDOW_SECONDS, MIN_WINDOW_SECONDS, MAX_WINDOW_SECONDS),
                limits(fields.object("limits")));
        fields.refuseOthers();
        return settings;
    }

    private static String tier(Fields fields) {
        String tier = orElse(fields.optionalText("tier", TIER), Tiers.FREE);
        if (!TierProperties.NAME.matcher(tier).matches()) {
            throw ProblemException.invalid(fields.path("tier"), "must be lower-case letters, digits and single dashes");
        }
        return tier;
    }

    private ApplicationKey key(Fields fields, String name) {
        Fields key = fields.object(name);
        return key == null ? freshKey.get() : KeyReader.read(key);
    }

    private static List<String> addresses(Fields fields, String name) {
        List<String> addresses = fields.texts(name, MAX_ADDRESSES, ADDRESS);
        if (addresses == null) {
            return List.of("0.0.0.0/0");
        }
        if (addresses.isEmpty()) {
            throw ProblemException.invalid(fields.path(name), "must name 1 to " + MAX_ADDRESSES + " addresses");
        }
        for (int i = 0; i < addresses.size(); i++) {
            SourceAddress.check(fields.path(name) + "[" + i + "]", addresses.get(i));
        }
        return addresses;
    }

    private static ApplicationLimits limits(@Nullable Fields fields) {
        if (fields == null) {
            return ApplicationLimits.NONE;
        }
        var limits = new EnumMap<Limit, Long>(Limit.class);
        for (Limit limit : Limit.values()) {
            Long value = fields.optionalNumber(limit.wireName(), limit.min(), limit.max());
            if (value != null) {
                limits.put(limit, value);
            }
        }
        fields.refuseOthers();
        return new ApplicationLimits(limits);
    }

    private static String orElse(@Nullable String text, String fallback) {
        return text == null ? fallback : text;
    }
}
