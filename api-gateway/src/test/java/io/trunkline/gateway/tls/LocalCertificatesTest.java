package io.trunkline.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

class LocalCertificatesTest {
    private static final String HOST = "broker.namespace.cloudflarepubsub.com";

    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private LocalCertificates certificates;

    @BeforeEach
    void open() {
        certificates = new LocalCertificates(
                new AuthorityFiles(directory).open(() -> now), List.of("localhost"), "cloudflarepubsub.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "cloudflarepubsub.com", "a b.cloudflarepubsub.com", "..cloudflarepubsub.com"})
    void namesThatAreNotOursAreNotSigned(String host) {
        assertThat(certificates.name(host)).isEqualTo(LocalCertificates.OURS);
        assertThat(certificates.name(null)).isEqualTo(LocalCertificates.OURS);
        assertThat(certificates.name("Broker.Namespace.cloudflarepubsub.com")).isEqualTo(HOST);
    }

    @Test
    void strangersNamesMakeNoContextsAndPushNoneOut() {
        var contexts = new ServerContexts(certificates, UnaryOperator.identity(), Schedulers.immediate());
        var seen = new HashSet<SslContext>();

        IntStream.range(0, 3_000)
                .forEach(i -> seen.add(
                        contexts.map("a" + i + ".b.cloudflarepubsub.com", ImmediateEventExecutor.INSTANCE.newPromise())
                                .getNow()));
        seen.add(
                contexts.map(null, ImmediateEventExecutor.INSTANCE.newPromise()).getNow());

        assertThat(seen).hasSize(1).doesNotContainNull();
    }

    @Test
    void aNameIsSignedOnceWhileItIsUsedAndStrangersNamesAreNotKeptForEver() {
        var ours = certificates.identity(HOST);
        var stranger = certificates.identity("a.b.cloudflarepubsub.com");

        for (var i = 0; i < LocalCertificates.MOST; i++) {
            certificates.identity("a" + i + ".b.cloudflarepubsub.com");
            assertThat(certificates.identity(HOST)).isSameAs(ours);
        }

        assertThat(certificates.identity("a.b.cloudflarepubsub.com")).isNotSameAs(stranger);
    }

    @Test
    void aCertificateIsRenewedWhileAThirdOfItsLifeIsLeft() {
        var first = certificates.identity(HOST);

        now = now.plus(LocalAuthority.GOOD_FOR.multipliedBy(2).dividedBy(3));
        assertThat(certificates.identity(HOST)).isSameAs(first);

        now = now.plus(Duration.ofSeconds(1));
        assertThat(certificates.identity(HOST).certificate().getNotAfter())
                .isAfter(first.certificate().getNotAfter());
    }
}
