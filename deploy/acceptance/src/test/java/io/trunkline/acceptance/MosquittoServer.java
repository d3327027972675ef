package io.trunkline.acceptance;

import static org.awaitility.Awaitility.await;

import io.trunkline.acceptance.packets.Contender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's mosquitto, which lets everybody in and keeps nothing. */
final class MosquittoServer implements AutoCloseable {
    private final Peer program;
    private final int port = Installation.freePort();

    MosquittoServer(Path directory) throws IOException {
        var configuration = directory.resolve("mosquitto.conf");
        Files.writeString(configuration, """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                """.formatted(port));
        program = Peer.program("mosquitto", "-c", configuration.toString());
        await().atMost(Program.PATIENCE).until(this::accepts);
    }

    private boolean accepts() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    Contender contender() {
        return Contender.open("mosquitto", port);
    }

    @Override
    public void close() {
        program.close();
    }
}
