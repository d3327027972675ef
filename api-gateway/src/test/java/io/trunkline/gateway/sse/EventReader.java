package io.trunkline.gateway.sse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A client of bytes for one HTTP request whose answer may be a stream of events in chunks (RFC 9112, section 7.1). */
public final class EventReader implements AutoCloseable {
    static final String HEART_BEAT = ":";

    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private int left;

    /**
     * Sends a request.
     *
     * @param receiveBuffer of the socket, in bytes; 0 for the system's own
     */
    public EventReader(int port, int receiveBuffer, String request, String... headers) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
        send(request + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", lines(headers)) + "\r\n");
    }

    private static List<String> lines(String... headers) {
        return Arrays.stream(headers).map(header -> header + "\r\n").toList();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer's status line and header, up to the empty line. */
    public String head() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) octet());
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    private int octet() throws IOException {
        var octet = in.read();
        if (octet < 0) {
            throw new IOException("the socket was closed in the middle of something");
        }
        return octet;
    }

    /** A body that is not in chunks. */
    String body(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** The next event, heart-beats left out, without its empty line; or null at the end of the answer. */
    public String event() throws IOException {
        var event = sign();
        while (HEART_BEAT.equals(event)) {
            event = sign();
        }
        return event;
    }

    /** The next event or heart-beat without its empty line, or null at the end of the answer. */
    String sign() throws IOException {
        var event = new ByteArrayOutputStream();
        var before = 0;
        for (var octet = chunked(); octet != '\n' || before != '\n'; octet = chunked()) {
            if (octet < 0) {
                return null;
            }
            event.write(octet);
            before = octet;
        }
        return event.toString(StandardCharsets.UTF_8).strip();
    }

    private int chunked() throws IOException {
        if (left == 0) {
            left = Integer.parseInt(line(), 16);
            if (left == 0) {
                line();
                return -1;
            }
        }
        var octet = octet();
        left--;
        if (left == 0) {
            line();
        }
        return octet;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            line.append((char) octet());
        }
        return line.toString().strip();
    }

    /** Reads until the server closes the socket. */
    boolean isEnded() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
