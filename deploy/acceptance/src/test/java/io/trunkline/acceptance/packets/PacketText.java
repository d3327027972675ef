package io.trunkline.acceptance.packets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Puts a packet of a server into words. Left out is what each server may choose: packet identifiers, the text of reasons, what a CONNACK says about limits, and
 * an assigned client identifier's name.
 */
final class PacketText {
    private static final Set<Property> LIMITS = Set.of(
            Property.REASON,
            Property.RECEIVE_MAXIMUM,
            Property.ALIAS_MAXIMUM,
            Property.MAXIMUM_PACKET,
            Property.WILDCARDS_AVAILABLE,
            Property.IDENTIFIERS_AVAILABLE,
            Property.SHARED_AVAILABLE,
            Property.RETAIN_AVAILABLE);

    /** Seconds that scripts may take. */
    private static final long TICKS = 20;

    private static final int LONG = 60;

    private final int version;
    private final PacketIds ids;

    PacketText(int version, PacketIds ids) {
        this.version = version;
        this.ids = ids;
    }

    String of(int first, byte... body) {
        var in = new OctetReader(body);
        return switch (first >> 4) {
            case 2 -> "CONNACK" + (in.octet() == 1 ? " session-present" : "") + code(in) + properties(in);
            case 3 -> publish(first & 0xf, in);
            case 4 -> "PUBACK " + in.two() + optional(in);
            case 5 -> "PUBREC " + in.two() + optional(in);
            case 6 -> "PUBREL " + ids.label(in.two()) + optional(in);
            case 7 -> "PUBCOMP " + in.two() + optional(in);
            case 9 -> "SUBACK " + in.two() + properties(in) + codes(in);
            case 11 -> "UNSUBACK " + in.two() + properties(in) + codes(in);
            case 13 -> "PINGRESP";
            case 14 -> "DISCONNECT" + optional(in);
            case 15 -> "AUTH" + optional(in);
            default -> throw new IllegalStateException("no server sends a packet of type " + (first >> 4));
        };
    }

    private String publish(int flags, OctetReader in) {
        var topic = in.text();
        var qos = flags >> 1 & 3;
        var id = qos == 0 ? "" : " " + ids.label(in.two());
        var marks = ((flags & 8) == 0 ? "" : " dup") + ((flags & 1) == 0 ? "" : " retain");
        return "PUBLISH " + quoted(topic) + " qos=" + qos + id + marks + properties(in) + " " + quoted(in.rest());
    }

    private static String code(OctetReader in) {
        return " " + hex(in.octet());
    }

    private static String codes(OctetReader in) {
        var codes = new StringBuilder();
        while (in.hasMore()) {
            codes.append(code(in));
        }
        return codes.toString();
    }

    private String optional(OctetReader in) {
        var code = in.hasMore() ? in.octet() : 0;
        return (code == 0 ? "" : " " + hex(code)) + (in.hasMore() ? properties(in) : "");
    }

    private String properties(OctetReader in) {
        if (version < 5 || !in.hasMore()) {
            return "";
        }
        var block = in.part(in.variable());
        List<String> said = new ArrayList<>();
        while (block.hasMore()) {
            var property = Property.of(block.variable());
            var value = property.read(block);
            if (!LIMITS.contains(property)) {
                said.add(property.script() + "=" + said(property, value));
            }
        }
        // by their names; of one name only user properties have an order that means something (sections 3.3.2.3.7,
        // 3.3.4)
        said.sort(Comparator.comparing(property -> property.startsWith("user=") ? "user=" : property));
        return said.isEmpty() ? "" : " " + String.join(" ", said);
    }

    private static String said(Property property, String value) {
        return switch (property) {
            case ASSIGNED_ID, RESPONSE_INFORMATION -> "...";
            case MESSAGE_EXPIRY -> "up-to-" + (Long.parseLong(value) + TICKS - 1) / TICKS * TICKS;
            default -> quoted(value);
        };
    }

    private static String hex(int code) {
        return String.format(Locale.ROOT, "0x%02x", code);
    }

    private static String quoted(String text) {
        if (text.length() > LONG) {
            return text.length() + "-characters";
        }
        var out = new StringBuilder();
        text.chars().forEach(c -> out.append(c < 0x20 || c == 0xfffd ? String.format("\\u%04x", c) : (char) c));
        return out.indexOf(" ") >= 0 || out.isEmpty() ? "\"" + out + "\"" : out.toString();
    }
}
