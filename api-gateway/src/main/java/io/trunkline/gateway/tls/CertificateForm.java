package io.trunkline.gateway.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a certificate is to say (RFC 5280, section 4.1), before it is signed.
 *
 * @param subject a common name, as is the issuer
 * @param serial positive, at most 20 octets
 * @param extensions in DER
 */
record CertificateForm(
        String subject,
        String issuer,
        PublicKey key,
        Instant from,
        Instant until,
        BigInteger serial,
        List<byte[]> extensions) {
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final int SERIAL_BITS = 159;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final byte[] COMMON_NAME = Der.oid("2.5.4.3");

    /** @param authority an elliptic curve key */
    X509Certificate signedBy(PrivateKey authority) throws GeneralSecurityException {
        var body = Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)),
                Der.integer(serial),
                ECDSA_SHA256,
                name(issuer),
                Der.sequence(Der.time(from), Der.time(until)),
                name(subject),
                key.getEncoded(),
                Der.explicit(3, Der.sequence(extensions.toArray(byte[][]::new))));
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(authority);
        signature.update(body);
        var whole = Der.sequence(body, ECDSA_SHA256, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    /** From about now on, with a serial of chance. */
    static CertificateForm of(Names names, PublicKey key, List<byte[]> extensions, Instant now, Duration goodFor) {
        return new CertificateForm(
                names.subject(),
                names.issuer(),
                key,
                now.minus(CLOCKS_DIFFER),
                now.plus(goodFor),
                new BigInteger(SERIAL_BITS, RANDOM),
                extensions);
    }

    /** Whom a certificate is about, and who says so. */
    record Names(String subject, String issuer) {}

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.text(commonName))));
    }
}
