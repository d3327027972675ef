package io.trunkline.broker;

import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Properties;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** What a message is known again by without being kept: 128 bits of a digest of all that it carries. */
record Fingerprint(long high, long low) {
    /** No connection's id. */
    private static final String ITSELF = "itself";

    /** @param publisher the connection it came by; whoever leaves itself out does so by whatever connection it comes again */
    static Fingerprint of(Message message, @Nullable String publisher) {
        var digest = new Writer();
        digest.bytes(message.payload().octets());
        digest.text(message.payload().contentType());
        digest.text(message.id());
        digest.text(message.type());
        digest.text(message.binary() + " " + message.retain() + " " + message.qos());
        digest.text(message.expiry() + " " + message.delay());
        var excluding = message.excluding();
        digest.text(excluding != null && excluding.equals(publisher) ? ITSELF : excluding);
        digest.properties(message.properties());
        return digest.close();
    }

    /** Each part with its length before it, so that no two messages run together into the same bytes. */
    private static final class Writer {
        private static final byte[] NOTHING = new byte[0];

        private final MessageDigest digest = sha256();

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException incomplete) {
                throw new IllegalStateException("every Java has SHA-256", incomplete);
            }
        }

        void properties(Properties properties) {
            text(properties.contentType());
            text(properties.responseTopic());
            bytes(properties.correlation());
            text(properties.user() + " " + properties.utf8());
        }

        void text(@Nullable String text) {
            bytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
        }

        /** Nothing differs from an empty part. */
        void bytes(byte @Nullable [] part) {
            var there = part == null ? NOTHING : part;
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(part == null ? -1 : part.length)
                    .flip());
            digest.update(there);
        }

        Fingerprint close() {
            var whole = ByteBuffer.wrap(digest.digest());
            return new Fingerprint(whole.getLong(), whole.getLong());
        }
    }
}
