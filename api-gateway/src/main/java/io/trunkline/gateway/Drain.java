package io.trunkline.gateway;

import io.trunkline.broker.LocalBroker;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Ends every line, with the reason that tells clients to come back elsewhere, at the moment the web server stops to accept new ones; that server would
 * otherwise wait for them in vain.
 */
final class Drain implements SmartLifecycle {
    private final LocalBroker broker;
    private volatile boolean running;

    Drain(LocalBroker broker) {
        this.broker = broker;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        broker.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
    }
}
