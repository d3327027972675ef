package io.trunkline.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.broker.refusal.Refused;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateDialectTest {

    @ParameterizedTest
    @ValueSource(strings = {"CN=alice", "OU=pumps,CN=alice,O=Acme", "CN=alice,CN=Users,DC=acme,DC=example"})
    void theSubjectIsTheMostSpecialCommonName(String name) {
        assertThat(CertificateDialect.commonName(new X500Principal(name))).isEqualTo("alice");
    }

    @Test
    void withoutACommonNameThereIsNoSubject() {
        assertThatThrownBy(() -> CertificateDialect.commonName(new X500Principal("O=Acme")))
                .isInstanceOf(Refused.class);
    }
}
