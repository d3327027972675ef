package io.trunkline.acceptance;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Kills the platform and its database, now one and now the other. */
final class Disturbance implements AutoCloseable {
    private final Installation installation;
    private final Random random;
    private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
    private Platform platform;

    private enum Kind {
        GATEWAY_KILLED,
        POSTGRES_CRASHED,
        POSTGRES_KILLED,
        POSTGRES_RESTARTED
    }

    Disturbance(Installation installation, Platform platform, long seed) {
        this.installation = installation;
        this.platform = platform;
        this.random = new Random(seed);
    }

    void killGateway() {
        platform.kill();
        platform = installation.start();
        done.merge(Kind.GATEWAY_KILLED, 1, Integer::sum);
    }

    /** Something happens, and then nothing for some seconds. */
    void next() throws Exception {
        var postgres = Postgres.of(installation);
        var pause = Duration.ofMillis(random.nextInt(3_000));
        var kind = Kind.values()[random.nextInt(Kind.values().length)];
        switch (kind) {
            case GATEWAY_KILLED -> killGateway();
            case POSTGRES_CRASHED -> postgres.crash(random);
            case POSTGRES_KILLED -> postgres.kill(pause);
            case POSTGRES_RESTARTED -> postgres.restart(pause);
        }
        if (kind != Kind.GATEWAY_KILLED) {
            done.merge(kind, 1, Integer::sum);
        }
        Thread.sleep(2_000 + random.nextInt(4_000));
    }

    /** Also of a platform that did not come back nothing is left. */
    @Override
    public void close() {
        platform.close();
        Postgres.of(installation).end();
    }

    @Override
    public String toString() {
        return done.toString();
    }
}
