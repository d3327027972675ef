package io.trunkline.acceptance.packets;

import java.util.Arrays;
import java.util.Optional;

/** The properties of MQTT 5 (section 2.2.2.2), by the names that scripts and transcripts have for them. */
enum Property {
    FORMAT(1, Kind.BYTE),
    MESSAGE_EXPIRY(2, Kind.INT),
    CONTENT_TYPE(3, Kind.TEXT),
    RESPONSE_TOPIC(8, Kind.TEXT),
    CORRELATION(9, Kind.TEXT),
    IDENTIFIER(11, Kind.VARIABLE),
    SESSION_EXPIRY(17, Kind.INT),
    ASSIGNED_ID(18, Kind.TEXT),
    SERVER_KEEP_ALIVE(19, Kind.SHORT),
    AUTH_METHOD(21, Kind.TEXT),
    AUTH_DATA(22, Kind.TEXT),
    PROBLEM_INFORMATION(23, Kind.BYTE),
    DELAY(24, Kind.INT),
    REQUEST_RESPONSE(25, Kind.BYTE),
    RESPONSE_INFORMATION(26, Kind.TEXT),
    SERVER_REFERENCE(28, Kind.TEXT),
    REASON(31, Kind.TEXT),
    RECEIVE_MAXIMUM(33, Kind.SHORT),
    ALIAS_MAXIMUM(34, Kind.SHORT),
    ALIAS(35, Kind.SHORT),
    MAXIMUM_QOS(36, Kind.BYTE),
    RETAIN_AVAILABLE(37, Kind.BYTE),
    USER(38, Kind.PAIR),
    MAXIMUM_PACKET(39, Kind.INT),
    WILDCARDS_AVAILABLE(40, Kind.BYTE),
    IDENTIFIERS_AVAILABLE(41, Kind.BYTE),
    SHARED_AVAILABLE(42, Kind.BYTE);

    /** How the value is written. */
    enum Kind {
        BYTE,
        SHORT,
        INT,
        VARIABLE,
        TEXT,
        PAIR
    }

    private final int id;
    private final Kind kind;

    Property(int id, Kind kind) {
        this.id = id;
        this.kind = kind;
    }

    String script() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Optional<Property> named(String script) {
        return Arrays.stream(values())
                .filter(property -> property.script().equals(script))
                .findFirst();
    }

    static Property of(int id) {
        return Arrays.stream(values())
                .filter(property -> property.id == id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no property has the id " + id));
    }

    /** Writes id and value; of a pair the parts are on both sides of a colon. */
    void write(Octets out, String value) {
        out.octet(id);
        switch (kind) {
            case BYTE -> out.octet(Integer.parseInt(value));
            case SHORT -> out.two(Integer.parseInt(value));
            case INT -> out.four(Long.parseLong(value));
            case VARIABLE -> out.variable(Integer.parseInt(value));
            case TEXT -> out.text(value);
            case PAIR -> {
                var parts = value.split(":", 2);
                out.text(parts[0]).text(parts[1]);
            }
        }
    }

    /** The value behind the id. */
    String read(OctetReader in) {
        return switch (kind) {
            case BYTE -> Integer.toString(in.octet());
            case SHORT -> Integer.toString(in.two());
            case INT -> Long.toString(in.four());
            case VARIABLE -> Integer.toString(in.variable());
            case TEXT -> in.text();
            case PAIR -> in.text() + ":" + in.text();
        };
    }
}
