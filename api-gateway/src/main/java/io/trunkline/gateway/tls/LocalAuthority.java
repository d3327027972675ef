package io.trunkline.gateway.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** An authority of this installation's own, which signs the certificates of its servers; who trusts its certificate trusts them. */
final class LocalAuthority {
    /** How long a certificate of a server is good. */
    static final Duration GOOD_FOR = Duration.ofDays(90);

    private static final Duration AUTHORITY_GOOD_FOR = Duration.ofDays(3652);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Identity self;
    private final KeyPair server;
    private final InstantSource clock;

    /** @param self as {@link #create} made it */
    LocalAuthority(Identity self, InstantSource clock) throws GeneralSecurityException {
        this.self = self;
        this.clock = clock;
        this.server = keys();
    }

    /** A new one, by a name of its own: who trusts those of several installations can tell them apart. */
    static Identity create(InstantSource clock) throws GeneralSecurityException {
        var keys = keys();
        var name = "Trunkline local authority " + Integer.toHexString(RANDOM.nextInt());
        var form = CertificateForm.of(
                new CertificateForm.Names(name, name),
                keys.getPublic(),
                Extensions.authority(keys.getPublic()),
                clock.instant(),
                AUTHORITY_GOOD_FOR);
        return new Identity(keys.getPrivate(), List.of(form.signedBy(keys.getPrivate())));
    }

    static KeyPair keys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    /** A server of these names, hosts and literal addresses, of which there is at least one. */
    Identity server(List<String> names) throws GeneralSecurityException {
        return end(Extensions.SERVER, names, server);
    }

    boolean endsWithin(Duration time, Identity identity) {
        return identity.certificate().getNotAfter().toInstant().minus(time).isBefore(clock.instant());
    }

    Identity end(String usage, List<String> names, KeyPair keys) throws GeneralSecurityException {
        var authority = self.certificate();
        var issuer = authority.getSubjectX500Principal().getName().substring("CN=".length());
        var form = CertificateForm.of(
                new CertificateForm.Names(names.get(0), issuer),
                keys.getPublic(),
                Extensions.end(usage, names, keys.getPublic(), authority.getPublicKey()),
                clock.instant(),
                GOOD_FOR);
        return new Identity(keys.getPrivate(), List.of(form.signedBy(self.key()), authority));
    }
}
