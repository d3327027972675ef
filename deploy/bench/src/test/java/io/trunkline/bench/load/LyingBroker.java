package io.trunkline.bench.load;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** A tiny MQTT 3.1.1 server for packets below 128 bytes; how often a listener gets the n-th publication, and after which, is up to its lie. */
final class LyingBroker implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> listeners = new CopyOnWriteArrayList<>();
    private final List<Socket> all = new CopyOnWriteArrayList<>();
    private final IntFunction<List<Integer>> lie;
    private final List<byte[]> heard = new ArrayList<>();

    /** @param lie which publications (0 and above) go out when the n-th has come in */
    LyingBroker(IntFunction<List<Integer>> lie) throws IOException {
        this.lie = lie;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : all) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            all.add(socket);
            daemon(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        while (true) {
            int first = in.readUnsignedByte();
            byte[] body = in.readNBytes(in.readUnsignedByte());
            switch (first >> 4) {
                case 1 -> write(socket, 0x20, 2, 0, 0);
                case 8 -> {
                    listeners.add(socket);
                    write(socket, 0x90, 3, body[0], body[1], body[body.length - 1]);
                }
                case 3 -> publish(socket, first, body);
                default -> throw new IOException("packet " + first);
            }
        }
    }

    private synchronized void publish(Socket from, int first, byte[] body) throws IOException {
        heard.add(body);
        for (int which : lie.apply(heard.size() - 1)) {
            byte[] packet = heard.get(which);
            for (Socket listener : listeners) {
                listener.getOutputStream().write(prefixed(first, packet));
            }
        }
        if (first == 0x32) {
            int packetId = 2 + body[1];
            write(from, 0x40, 2, body[packetId], body[packetId + 1]);
        }
    }

    private static byte[] prefixed(int first, byte[] body) {
        byte[] packet = new byte[body.length + 2];
        packet[0] = (byte) first;
        packet[1] = (byte) body.length;
        System.arraycopy(body, 0, packet, 2, body.length);
        return packet;
    }

    private static void write(Socket socket, int... octets) throws IOException {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    private static void daemon(Serving serving) {
        var thread = new Thread(() -> {
            try {
                serving.run();
            } catch (IOException closed) {
                // the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Serving {
        void run() throws IOException;
    }
}
