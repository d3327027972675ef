package io.trunkline.admin.application;

import io.trunkline.admin.problem.ProblemException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that a PEM text is one public key (SubjectPublicKeyInfo, RFC 7468 section 13) that fits its algorithms. */
final class PublicKeys {

    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----\\s*");
    private static final int MIN_RSA_BITS = 2_048;
    private static final int MAX_RSA_BITS = 8_192;

    private PublicKeys() {}

    /** @param algorithms at least one, all of one kind, none of them HS */
    static void check(String path, String pem, Set<KeyAlgorithm> algorithms) {
        KeyAlgorithm.Kind kind = algorithms.iterator().next().kind();
        PublicKey key = parse(path, decode(path, pem), kind);
        if (key instanceof RSAPublicKey rsa) {
            checkRsa(path, rsa);
        }
        if (key instanceof ECPublicKey ec) {
            algorithms.forEach(algorithm -> checkCurve(path, ec, algorithm));
        }
    }

    private static byte[] decode(String path, String pem) {
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches()) {
            throw ProblemException.invalid(path, "must be one PEM block, -----BEGIN PUBLIC KEY-----");
        }
        if (!matcher.group(1).equals("PUBLIC KEY")) {
            throw ProblemException.invalid(
                    path, "must be a PUBLIC KEY (SubjectPublicKeyInfo), and is a " + matcher.group(1));
        }
        try {
            return Base64.getMimeDecoder().decode(matcher.group(2));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(path, "is no valid base64 between its PEM lines");
        }
    }

    private static PublicKey parse(String path, byte[] encoded, KeyAlgorithm.Kind kind) {
        String name = kind == KeyAlgorithm.Kind.ED25519 ? "Ed25519" : kind.name();
        try {
            return KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw ProblemException.invalid(path, "is no valid " + name + " public key, which its algorithms need");
        }
    }

    private static void checkRsa(String path, RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
            throw ProblemException.invalid(
                    path, "must be an RSA key of " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits, and has " + bits);
        }
        BigInteger exponent = key.getPublicExponent();
        if (!exponent.testBit(0) || exponent.bitLength() < 2 || exponent.bitLength() > 64) {
            throw ProblemException.invalid(path, "must have an odd RSA exponent from 3 up to 64 bits");
        }
    }

    private static void checkCurve(String path, ECPublicKey key, KeyAlgorithm algorithm) {
        ECParameterSpec wanted = curve(algorithm.curve());
        ECParameterSpec has = key.getParams();
        boolean same = has.getCurve().equals(wanted.getCurve())
                && has.getGenerator().equals(wanted.getGenerator())
                && has.getOrder().equals(wanted.getOrder());
        if (!same || !isOnCurve(key)) {
            throw ProblemException.invalid(path, "must be a point on " + algorithm.curve() + " for " + algorithm);
        }
    }

    /** The Weierstrass equation: the JDK parses a point without trying it. */
    private static boolean isOnCurve(ECPublicKey key) {
        var curve = key.getParams().getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        BigInteger right =
                x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right);
    }

    private static ECParameterSpec curve(String name) {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks the curve " + name, e);
        }
    }
}
