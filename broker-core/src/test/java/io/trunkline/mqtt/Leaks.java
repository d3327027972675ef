package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Fails a test after which Netty's leak detector, which runs at paranoid, finds a buffer that nobody released. */
final class Leaks {
    private static final List<String> REPORTS = new CopyOnWriteArrayList<>();

    static {
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                REPORTS.add(event.getFormattedMessage());
            }
        };
        appender.start();
        ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(appender);
    }

    private Leaks() {}

    /** Called once before, so that nothing is missed. */
    static void watch() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    static void assertNone() {
        System.gc();
        for (var i = 0; i < 10; i++) {
            PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        assertThat(REPORTS).isEmpty();
    }
}
