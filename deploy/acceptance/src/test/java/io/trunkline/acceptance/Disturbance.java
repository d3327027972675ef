package io.trunkline.acceptance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Kills the platform and its database, now one and now the other. */
final class Disturbance implements AutoCloseable {
    private final Installation installation;
    private final Random random;
    private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
    private final List<Kind> deck = new ArrayList<>();
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
    void next() {
        var postgres = Postgres.of(installation);
        var kind = drawn();
        switch (kind) {
            case GATEWAY_KILLED -> killGateway();
            case POSTGRES_CRASHED -> postgres.crash(random);
            case POSTGRES_KILLED -> postgres.kill();
            case POSTGRES_RESTARTED -> postgres.restart();
        }
        if (kind != Kind.GATEWAY_KILLED) {
            done.merge(kind, 1, Integer::sum);
        }
        new Pace(random).pass(2_000, 6_000);
    }

    /** As from a deck of cards: each in its turn, in another order each time. */
    private Kind drawn() {
        if (deck.isEmpty()) {
            deck.addAll(List.of(Kind.values()));
            Collections.shuffle(deck, random);
        }
        return deck.remove(0);
    }

    /** Whether each of them has happened. */
    boolean isComplete() {
        return done.size() == Kind.values().length;
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
