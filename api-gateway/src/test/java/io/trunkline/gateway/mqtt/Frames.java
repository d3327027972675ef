package io.trunkline.gateway.mqtt;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's WebSocket client, which sends frames as it is told and keeps what it hears. */
final class Frames implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<Integer> bytes = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    Frames(HttpClient client, URI address, String... subProtocols) {
        var builder = client.newWebSocketBuilder().header("Origin", "https://anywhere.example");
        if (subProtocols.length > 0) {
            var others = new String[subProtocols.length - 1];
            System.arraycopy(subProtocols, 1, others, 0, others.length);
            builder.subprotocols(subProtocols[0], others);
        }
        socket = builder.buildAsync(address, this).join();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        while (data.hasRemaining()) {
            bytes.add(data.get() & 0xff);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable cause) {
        closed.complete(-1);
    }

    String subProtocol() {
        return socket.getSubprotocol();
    }

    void send(byte[] part, boolean last) {
        socket.sendBinary(ByteBuffer.wrap(part), last).join();
    }

    void text(String text) {
        socket.sendText(text, true).join();
    }

    /** The status of the close frame. */
    int closed() throws Exception {
        return closed.get(20, TimeUnit.SECONDS);
    }

    /** The next packet: its first byte, and what follows its length. */
    byte[] packet() throws InterruptedException {
        var first = next();
        var length = length();
        var packet = new byte[length + 1];
        packet[0] = (byte) first;
        for (var i = 1; i <= length; i++) {
            packet[i] = (byte) next();
        }
        return packet;
    }

    private int length() throws InterruptedException {
        var length = 0;
        for (var shift = 0; ; shift += 7) {
            var next = next();
            length |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return length;
            }
        }
    }

    private int next() throws InterruptedException {
        var next = bytes.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("heard nothing for 20 seconds; closed=" + closed.getNow(0));
        }
        return next;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
