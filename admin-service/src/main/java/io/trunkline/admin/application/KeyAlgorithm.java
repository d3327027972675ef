package io.trunkline.admin.application;

import org.jspecify.annotations.Nullable;

/** The JWS algorithms (RFC 7518, RFC 8037) that a raw key may serve, and what kind of key each needs. */
enum KeyAlgorithm {
    HS256(Kind.SECRET, null),
    HS384(Kind.SECRET, null),
    HS512(Kind.SECRET, null),
    RS256(Kind.RSA, null),
    RS384(Kind.RSA, null),
    RS512(Kind.RSA, null),
    PS256(Kind.RSA, null),
    PS384(Kind.RSA, null),
    PS512(Kind.RSA, null),
    ES256(Kind.EC, "secp256r1"),
    ES384(Kind.EC, "secp384r1"),
    ES512(Kind.EC, "secp521r1"),
    EdDSA(Kind.ED25519, null);

    enum Kind {
        SECRET,
        RSA,
        EC,
        ED25519
    }

    private final Kind kind;
    private final @Nullable String curve;

    KeyAlgorithm(Kind kind, @Nullable String curve) {
        this.kind = kind;
        this.curve = curve;
    }

    Kind kind() {
        return kind;
    }

    /** The JDK's name of the one curve that fits; only for {@link Kind#EC}. */
    String curve() {
        if (curve == null) {
            throw new IllegalStateException(name() + " has no curve");
        }
        return curve;
    }
}
