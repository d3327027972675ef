package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What WebSocket frames do to a connection whose peer does not read. */
class WebSocketBytesTest {
    private final Stuck peer = new Stuck();
    private final EmbeddedChannel channel = new EmbeddedChannel(peer, new WebSocketBytes());

    @Test
    void whoDoesNotReadTheCloseFrameIsCutOff() {
        channel.freezeTime();

        channel.pipeline().close();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(WebSocketBytes.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoReadsTheCloseFrameIsClosedAtOnce() {
        channel.pipeline().close();

        peer.read();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void pongsThatAreNotReadDoNotPileUp() {
        for (var i = 0; i < 1000; i++) {
            channel.writeInbound(new PingWebSocketFrame(Unpooled.copyInt(i)));
        }
        assertThat(peer.written()).isEqualTo(1);

        peer.read();

        assertThat(peer.written()).isEqualTo(2);
    }

    @Test
    void everyPingIsAnsweredToWhoReads() {
        for (var i = 0; i < 3; i++) {
            channel.writeInbound(new PingWebSocketFrame(Unpooled.copyInt(i)));
            peer.read();
        }

        assertThat(peer.written()).isEqualTo(3);
    }
}
