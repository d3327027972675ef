package io.trunkline.acceptance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection on which a test writes its HTTP/1.1 requests by hand, as many as it likes at once, and reads the answers in their order. */
final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket;
    private final InputStream in;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** The status of the next answer, which is read to its end; fails when none comes in time. */
    int status() throws IOException {
        var head = head();
        var status = Integer.parseInt(head.substring(9, 12));
        if (head.contains("transfer-encoding: chunked")) {
            readChunks();
        } else {
            var length = head.replaceAll("(?s).*\r\ncontent-length: *(\\d+)\r\n.*", "$1");
            skip(length.equals(head) ? 0 : Integer.parseInt(length));
        }
        return status;
    }

    private String head() throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append(line()).append("\r\n");
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    private void readChunks() throws IOException {
        var length = Integer.parseInt(line(), 16);
        while (length > 0) {
            skip(length + 2);
            length = Integer.parseInt(line(), 16);
        }
        line();
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("after \"" + line + "\"");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    private void skip(int length) throws IOException {
        in.skipNBytes(length);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
