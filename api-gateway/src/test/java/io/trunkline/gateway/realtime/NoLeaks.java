package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a class of tests in which a Netty buffer was not released; the detector tells when it looks, which each allocation makes it do. */
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
    private static final Logger DETECTOR = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        said.start();
        DETECTOR.addAppender(said);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.gc();
        for (var i = 0; i < 200; i++) {
            PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        DETECTOR.detachAppender(said);
        assertThat(said.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }
}
