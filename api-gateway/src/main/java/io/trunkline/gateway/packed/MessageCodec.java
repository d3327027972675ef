package io.trunkline.gateway.packed;

import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Properties;
import io.trunkline.broker.message.UserProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a publisher handed in, in bytes, but for the payload. */
public final class MessageCodec {
    private static final int BINARY = 1;
    private static final int RETAIN = 2;
    private static final int UTF8 = 4;
    private static final int EXPIRY = 8;
    private static final int KEY = 16;
    private static final int QOS = 32;
    private static final int DELAY = 128;

    private MessageCodec() {}

    public static void encode(Message message, PackedWriter out) {
        out.octet(flags(message));
        out.textOrNull(message.id());
        out.text(message.type());
        out.textOrNull(message.excluding());
        encode(message.expiry(), out);
        encode(message.delay(), out);
        var key = message.idempotencyKey();
        if (key != null) {
            out.text(key.name());
            out.number(key.place() + 1L);
        }
        encode(message.properties(), out);
    }

    private static void encode(@Nullable Duration time, PackedWriter out) {
        if (time != null) {
            out.number(time.getSeconds());
            out.number(time.getNano());
        }
    }

    private static int flags(Message message) {
        return (message.binary() ? BINARY : 0)
                | (message.retain() ? RETAIN : 0)
                | (message.properties().utf8() ? UTF8 : 0)
                | (message.expiry() == null ? 0 : EXPIRY)
                | (message.idempotencyKey() == null ? 0 : KEY)
                | (message.delay() == null ? 0 : DELAY)
                | message.qos() * QOS;
    }

    private static void encode(Properties properties, PackedWriter out) {
        out.textOrNull(properties.contentType());
        out.textOrNull(properties.responseTopic());
        out.octetsOrNull(properties.correlation());
        out.number(properties.user().size());
        for (var property : properties.user()) {
            out.text(property.name());
            out.text(property.value());
        }
    }

    public static Message decode(Payload payload, PackedReader in) {
        var flags = in.octet();
        var id = in.textOrNull();
        var type = in.text();
        var excluding = in.textOrNull();
        var expiry = has(flags, EXPIRY) ? time(in) : null;
        var delay = has(flags, DELAY) ? time(in) : null;
        var key = has(flags, KEY) ? key(in) : null;
        var properties = properties(has(flags, UTF8), in);
        return Message.of(payload)
                .withId(id)
                .withType(type)
                .asBinary(has(flags, BINARY))
                .withDelivery((flags / QOS) & 3, has(flags, RETAIN))
                .withExpiry(expiry)
                .withDelay(delay)
                .withProperties(properties)
                .withIdempotencyKey(key)
                .excluding(excluding);
    }

    private static Duration time(PackedReader in) {
        return Duration.ofSeconds(in.number(), in.number());
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    private static @Nullable IdempotencyKey key(PackedReader in) {
        return new IdempotencyKey(in.text(), (int) in.number() - 1);
    }

    private static Properties properties(boolean utf8, PackedReader in) {
        var contentType = in.textOrNull();
        var responseTopic = in.textOrNull();
        var correlation = in.octetsOrNull();
        var count = (int) in.number();
        if (contentType == null && responseTopic == null && correlation == null && count == 0 && !utf8) {
            return Properties.NONE;
        }
        var user = new ArrayList<UserProperty>(count);
        for (var i = 0; i < count; i++) {
            user.add(new UserProperty(in.text(), in.text()));
        }
        return new Properties(contentType, responseTopic, correlation, List.copyOf(user), utf8);
    }
}
