package io.trunkline.gateway.tls;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The extensions of our certificates (RFC 5280, section 4.2.1), in DER. */
final class Extensions {
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String AUTHORITY_KEY = "2.5.29.35";
    private static final String EXTENDED_USAGE = "2.5.29.37";

    /** What a server's certificate is for. */
    static final String SERVER = "1.3.6.1.5.5.7.3.1";

    private Extensions() {}

    /** Of an authority that signs end certificates only. */
    static List<byte[]> authority(PublicKey key) throws GeneralSecurityException {
        return List.of(
                critical(BASIC_CONSTRAINTS, Der.sequence(Der.yes(), Der.integer(BigInteger.ZERO))),
                critical(KEY_USAGE, Der.bits(1, new byte[] {0b0000_0110})),
                plain(SUBJECT_KEY, Der.octets(fingerprint(key))));
    }

    /**
     * Of one that is no authority.
     *
     * @param usage what it is for, as an object identifier
     * @param names hosts and literal addresses
     */
    static List<byte[]> end(String usage, Collection<String> names, PublicKey key, PublicKey authority)
            throws GeneralSecurityException {
        var alternatives = names.stream().map(Extensions::name).toArray(byte[][]::new);
        return List.of(
                critical(BASIC_CONSTRAINTS, Der.sequence()),
                critical(KEY_USAGE, Der.bits(7, new byte[] {(byte) 0b1000_0000})),
                plain(EXTENDED_USAGE, Der.sequence(Der.oid(usage))),
                plain(ALTERNATIVE_NAMES, Der.sequence(alternatives)),
                plain(SUBJECT_KEY, Der.octets(fingerprint(key))),
                plain(AUTHORITY_KEY, Der.sequence(Der.implicit(0, fingerprint(authority)))));
    }

    private static byte[] name(String name) {
        var address = NetUtil.createByteArrayFromIpAddressString(name);
        return address == null ? Der.implicit(2, name.getBytes(StandardCharsets.US_ASCII)) : Der.implicit(7, address);
    }

    private static byte[] fingerprint(PublicKey key) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return Arrays.copyOf(digest, 20);
    }

    private static byte[] critical(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value));
    }

    private static byte[] plain(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.octets(value));
    }
}
