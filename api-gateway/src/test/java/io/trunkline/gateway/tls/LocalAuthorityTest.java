package io.trunkline.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAuthorityTest {
    @TempDir
    private Path directory;

    private static InstantSource at(String time) {
        return InstantSource.fixed(Instant.parse(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T00:00:00Z", "2049-12-31T12:00:00Z", "2050-06-01T00:00:00Z"})
    void whatItSignsIsValidByTheRulesOfTheStandard(String now) throws Exception {
        var authority = new AuthorityFiles(directory).open(at(now));

        var made = authority.server(List.of("a.example", "127.0.0.1", "::1"));

        var own = made.certificate();
        assertThat(own.getSubjectX500Principal().getName()).isEqualTo("CN=a.example");
        assertThat(own.getSubjectAlternativeNames())
                .containsExactly(
                        List.<Object>of(2, "a.example"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
        assertThat(own.getExtendedKeyUsage()).containsExactly(Extensions.SERVER);
        assertThat(own.getBasicConstraints()).isEqualTo(-1);
        assertThat(own.getNotAfter()).isEqualTo(Date.from(Instant.parse(now).plus(LocalAuthority.GOOD_FOR)));
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(made.chain().get(1), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(Instant.parse(now).plus(Duration.ofDays(1))));
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(own));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    @Test
    void itIsTheSameAfterARestart() throws Exception {
        var files = new AuthorityFiles(directory);
        var first =
                files.open(InstantSource.system()).server(List.of("a")).chain().get(1);

        var second = files.open(InstantSource.system()).server(List.of("a"));

        assertThat(second.chain().get(1)).isEqualTo(first);
        second.certificate().verify(first.getPublicKey());
        assertThat(first.getBasicConstraints()).isZero();
    }

    @Test
    void itsKeyIsForItsOwnerAlone() throws Exception {
        var files = new AuthorityFiles(directory);

        files.open(InstantSource.system());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ca-key.pem"))))
                .isEqualTo("rw-------");
        assertThat(files.certificate()).content().startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void aKeyThatCannotBeReadIsNotReplacedSilently() throws Exception {
        var files = new AuthorityFiles(directory);
        files.open(InstantSource.system());
        Files.writeString(directory.resolve("ca-key.pem"), "nonsense");

        assertThatThrownBy(() -> files.open(InstantSource.system()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(directory.toString());
    }
}
