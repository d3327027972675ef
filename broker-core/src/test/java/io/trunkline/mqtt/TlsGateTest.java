package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.AsyncMapping;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class TlsGateTest {

    @Test
    void whoGoesBeforeTheCertificateIsMadeLeavesNoException() throws SSLException {
        Queue<Promise<SslContext>> asked = new ArrayDeque<>();
        AsyncMapping<String, SslContext> later = (host, promise) -> {
            asked.add(promise);
            return promise;
        };
        var client = new EmbeddedChannel(new TlsGate(later, ArrivalLimits.standard()));
        client.writeInbound(Unpooled.copiedBuffer("names no host", StandardCharsets.US_ASCII));

        client.close();
        asked.remove().setSuccess(SslContextBuilder.forClient().build());
        client.runPendingTasks();

        assertThatCode(client::checkException).doesNotThrowAnyException();
    }
}
