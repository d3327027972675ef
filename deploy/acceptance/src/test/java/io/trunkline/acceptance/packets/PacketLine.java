package io.trunkline.acceptance.packets;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Consumer;

/** One socket to a server: says what it is given, and tells each packet that comes, and the end, as text. */
final class PacketLine implements AutoCloseable {
    static final String CLOSED = "CLOSED";

    private final Socket socket;
    private final PacketText reader;
    private final Consumer<String> heard;
    private final Thread thread;
    private volatile boolean ours;
    private volatile boolean over;

    PacketLine(int port, PacketText reader, Consumer<String> heard) {
        this.reader = reader;
        this.heard = heard;
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::listen, "packets of " + port);
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        try (var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
            for (var first = in.read(); first >= 0; first = in.read()) {
                var body = new byte[length(in)];
                in.readFully(body);
                heard.accept(reader.of(first, body));
            }
        } catch (IOException reset) {
            // the end, like any other
        } catch (RuntimeException unreadable) {
            heard.accept("UNREADABLE " + unreadable);
        }
        over = true;
        if (!ours) {
            heard.accept(CLOSED);
        }
    }

    private static int length(InputStream in) throws IOException {
        var value = 0;
        for (var shift = 0; shift < 28; shift += 7) {
            var next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("a length of five bytes");
    }

    /** What a server that has closed does not take is lost, as on any network. */
    void send(byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException closed) {
            // told by the reader
        }
    }

    /** Whether neither side has said goodbye. */
    boolean isOpen() {
        return !ours && !over;
    }

    /** Whether nothing can come any more. */
    boolean isOver() {
        return over;
    }

    /** From here on the end is our own doing. */
    void ending() {
        ours = true;
    }

    @Override
    public void close() {
        ours = true;
        try {
            socket.close();
            thread.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
