package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of an MQTT library that somebody else wrote, as what all of them can do; each call returns when the server has answered. */
abstract class Device implements AutoCloseable {
    private final BlockingQueue<Said> heard = new LinkedBlockingQueue<>();

    /** Answers the QoS that was granted. */
    abstract int subscribe(String filter, int qos) throws Exception;

    abstract void publish(Said said) throws Exception;

    /** Says goodbye. */
    @Override
    public abstract void close() throws Exception;

    final void hear(Said said) {
        heard.add(said);
    }

    /** How many messages nobody has taken. */
    int waiting() {
        return heard.size();
    }

    /** The texts of the next messages. */
    final List<String> texts(int count) throws InterruptedException {
        var texts = new ArrayList<String>();
        while (texts.size() < count) {
            texts.add(next().text());
        }
        return texts;
    }

    /** The next message. */
    Said next() throws InterruptedException {
        var next = heard.poll(15, TimeUnit.SECONDS);
        assertThat(next).as("a message").isNotNull();
        return next;
    }
}
