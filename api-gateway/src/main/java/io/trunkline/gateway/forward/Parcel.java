package io.trunkline.gateway.forward;

import io.trunkline.broker.message.Publication;
import io.trunkline.gateway.frame.InboundEnvelope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * One publication on its way out.
 *
 * @param id the same for every try, and for no other publication; 32 hex digits. The publication's own will not do: clients choose it, and choose it twice
 * @param group what keeps its order: the publisher's subject, as far as Amazon allows its characters, else a digest of it
 * @param size what it counts towards its forwarder's bound: its payload and a little
 * @param weight the memory that was kept for it
 * @param json {@code {"client","payload","id","msg":{"client","payload","id"}}}: the documented form and the one that the vendor's demo reads, in one (spec/realtime.md, section 7)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Parcel(String id, String group, long size, long weight, byte[] json) {
    private static final Pattern GROUP = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final byte[] INNER = ",\"msg\":{".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 32;
    private static final long OVERHEAD = 64;

    /** What stands beside the payload and these names, permissions above all. */
    private static final long ENVELOPE = 1_024;

    /** In JSON: an escaped one. */
    private static final long LONGEST_CHARACTER = 6;

    static Parcel of(Publication publication) {
        var publisher = publication.publisher();
        var unique = publisher.connectionId() + "\n" + publication.id() + "\n" + publication.time();
        var subject = publisher.subject();
        var group = GROUP.matcher(subject).matches() ? subject : digest(subject);
        return new Parcel(
                digest(unique),
                group,
                size(publication),
                weight(publication),
                body(publication.encoded(InboundEnvelope.MEMBERS)));
    }

    static long size(Publication publication) {
        return OVERHEAD + publication.payload().json().length;
    }

    /** The most that a body may be long: all there is in it twice. */
    static long weight(Publication publication) {
        var named = publication.publisher().subject().length()
                + publication.id().length()
                + publication.message().type().length();
        return 2 * (ENVELOPE + LONGEST_CHARACTER * named + publication.payload().json().length);
    }

    /** What is under {@code msg}, as it stands there. */
    String message() {
        var begin = (json.length + INNER.length - 3) / 2;
        return new String(json, begin, json.length - 1 - begin, StandardCharsets.UTF_8);
    }

    String text() {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static byte[] body(byte[] members) {
        var body = new byte[members.length * 2 + INNER.length + 3];
        body[0] = '{';
        System.arraycopy(members, 0, body, 1, members.length);
        System.arraycopy(INNER, 0, body, 1 + members.length, INNER.length);
        System.arraycopy(members, 0, body, 1 + members.length + INNER.length, members.length);
        body[body.length - 2] = '}';
        body[body.length - 1] = '}';
        return body;
    }

    private static String digest(String text) {
        try {
            var octets = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(octets).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
