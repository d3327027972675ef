package io.trunkline.bench.scenario;

import io.trunkline.bench.load.Load;

/** Who publishes to whom, and how many times as fast as mosquitto that is to be. */
public enum MqttShape {
    /** One publisher, heard by 50. */
    FAN_OUT("1 to 50", 2.0),
    /** One publisher, heard by 1,000. */
    CROWD("1 to 1,000", 2.0),
    /** 50 publishers, heard by one. */
    FAN_IN("50 to 1", 2.0),
    /** 50 publishers, each heard by one of its own. */
    PAIRS("50 pairs", 1.0);

    private static final int MANY = 50;
    /** mosquitto's Receive Maximum. */
    private static final int WINDOW = 20;

    private final String text;
    private final double wanted;

    MqttShape(String text, double wanted) {
        this.text = text;
        this.wanted = wanted;
    }

    String text() {
        return text;
    }

    double wanted() {
        return wanted;
    }

    Load load(int bytes, boolean acknowledged) {
        return switch (this) {
            case FAN_OUT -> new Load(1, MANY, acknowledged ? WINDOW : 100, bytes, acknowledged);
            case CROWD -> new Load(1, 1_000, 16, bytes, acknowledged);
            case FAN_IN -> new Load(MANY, 1, WINDOW, bytes, acknowledged);
            case PAIRS -> Load.pairs(MANY, WINDOW, bytes, acknowledged);
        };
    }
}
