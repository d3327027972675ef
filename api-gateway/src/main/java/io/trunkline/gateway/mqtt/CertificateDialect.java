package io.trunkline.gateway.mqtt;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.gateway.identity.Purpose;
import io.trunkline.mqtt.MqttDialect;
import io.trunkline.mqtt.MqttLogin;
import io.trunkline.mqtt.MqttLoginAttempt;
import io.trunkline.mqtt.MqttProfile;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;
import reactor.core.publisher.Mono;

/** Lets those who show a certificate, and no credentials, into one application; the certificate's common name is their subject. */
record CertificateDialect(ApplicationId application, Permissions permissions, Authenticator authenticator)
        implements MqttDialect {

    @Override
    public Mono<MqttLogin> login(MqttLoginAttempt attempt) {
        var shown = attempt.peer().certificate();
        if (shown == null || !attempt.isAnonymous()) {
            return Mono.empty();
        }
        var source = attempt.peer().address().getAddress();
        return Mono.fromSupplier(() -> new MqttLogin(
                new Principal(application, commonName(shown.getSubjectX500Principal()), permissions),
                authenticator.admit(application, Purpose.CLIENT, source),
                MqttProfile.full(),
                null));
    }

    /** The most special of them: a directory's names may end in one more, which all have in common. */
    static String commonName(X500Principal subject) {
        try {
            return new LdapName(subject.getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> part.getValue().toString())
                            .filter(name -> !name.isEmpty())
                            .reduce((general, special) -> special)
                            .orElseThrow(
                                    () -> new Refused(Reason.UNAUTHENTICATED, "the certificate has no common name"));
        } catch (InvalidNameException e) {
            throw new Refused(Reason.UNAUTHENTICATED, "the certificate's subject cannot be read");
        }
    }
}
