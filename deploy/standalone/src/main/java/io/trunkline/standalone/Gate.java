package io.trunkline.standalone;

import java.util.concurrent.CompletableFuture;
import org.springframework.context.SmartLifecycle;

/** Holds a context, made but not opened, until something else is there: before its first listener, client or feed starts. */
final class Gate implements SmartLifecycle {
    private final CompletableFuture<?> opened;
    private volatile boolean running;

    Gate(CompletableFuture<?> opened) {
        this.opened = opened;
    }

    @Override
    public void start() {
        opened.join();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
