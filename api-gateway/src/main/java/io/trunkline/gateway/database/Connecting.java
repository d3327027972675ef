package io.trunkline.gateway.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ValidationDepth;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import reactor.netty.resources.LoopResources;

/**
 * How connections are made: one for somebody alone, or a pool that readers share.
 *
 * @param random asked on event loops, where it must not read a file
 * @param loops on which no client's line is: logging in computes for a while
 */
record Connecting(DatabaseUrl url, DatabaseProperties.Bounds bounds, SecureRandom random, LoopResources loops) {
    private static final int LOOPS = 2;
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(10);

    static Connecting to(DatabaseUrl url, DatabaseProperties.Bounds bounds) {
        return new Connecting(url, bounds, seeded(), LoopResources.create("database", LOOPS, true));
    }

    /** The platform's default reads a file: one that is seeded here and then computes. */
    private static SecureRandom seeded() {
        try {
            var random = SecureRandom.getInstance("DRBG");
            random.nextLong();
            return random;
        } catch (NoSuchAlgorithmException incomplete) {
            throw new IllegalStateException("every Java has DRBG", incomplete);
        }
    }

    PostgresqlConnectionFactory single() {
        var options = PostgresqlConnectionConfiguration.builder()
                .host(url.host())
                .port(url.port())
                .database(url.database())
                .username(url.login().user())
                .password(url.login().password())
                .connectTimeout(bounds.connectWithin())
                .lockWaitTimeout(bounds.answerWithin())
                .statementTimeout(bounds.answerWithin())
                .tcpKeepAlive(true)
                .applicationName("trunkline-gateway")
                .forceBinary(true)
                .codecRegistrar(Packed.REGISTRAR)
                .loopResources(loops)
                .sslMode(url.tls().sslMode())
                .sslContextBuilderCustomizer(context -> context.secureRandom(random));
        var rootCertificate = url.tls().rootCertificate();
        if (rootCertificate != null) {
            options.sslRootCert(rootCertificate);
        }
        return new PostgresqlConnectionFactory(options.build());
    }

    ConnectionPool pool(PostgresqlConnectionFactory connections) {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(connections)
                .initialSize(0)
                .maxSize(bounds.maxConnections())
                .maxIdleTime(LONGEST_IDLE)
                .maxAcquireTime(bounds.connectWithin())
                .acquireRetry(1)
                .validationDepth(ValidationDepth.REMOTE)
                .maxValidationTime(bounds.connectWithin())
                .build());
    }
}
