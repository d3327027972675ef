package io.trunkline.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class ServerContextsTest {
    private final Replaced certificates = new Replaced();
    private final ServerContexts contexts =
            new ServerContexts(certificates, UnaryOperator.identity(), Schedulers.immediate());

    @Test
    void whatIsReplacedWhileItIsMadeIsNotKept() {
        certificates.meanwhile = contexts::forget;
        shake();
        certificates.meanwhile = () -> {};

        shake();
        shake();

        assertThat(certificates.made).isEqualTo(2);
    }

    private void shake() {
        var promise = ImmediateEventExecutor.INSTANCE.<io.netty.handler.ssl.SslContext>newPromise();

        assertThat(contexts.map("a.example", promise).isSuccess()).isTrue();
    }

    /** Certificates of which something happens while one is made. */
    private static final class Replaced implements Certificates {
        private Runnable meanwhile = () -> {};
        private int made;

        @Override
        public String key(@Nullable String host) {
            return "one";
        }

        @Override
        public SslContextBuilder server(String key) throws GeneralSecurityException {
            made++;
            meanwhile.run();
            var clock = InstantSource.system();
            var identity = new LocalAuthority(LocalAuthority.create(clock), clock).server(List.of("a.example"));
            return SslContextBuilder.forServer(identity.key(), identity.chain());
        }
    }
}
