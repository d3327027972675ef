package io.trunkline.gateway.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to the database that can be cut and mended, as if Postgres went away and came back. */
public final class DatabaseProxy implements AutoCloseable {

    private final URI target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private volatile boolean isCut;
    private volatile boolean isLost;

    public DatabaseProxy(String databaseUrl) throws IOException {
        this.target = URI.create(databaseUrl);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        accept();
    }

    /** The URL of the same database by way of this proxy. */
    public String url() {
        return "postgresql://" + target.getUserInfo() + "@127.0.0.1:" + server.getLocalPort() + target.getPath();
    }

    /** From now on connections end as they begin; those that are open break. */
    public void cut() throws IOException {
        isCut = true;
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** Those that are open break for who has opened them, and Postgres does not hear of it. */
    void lose() throws IOException {
        isLost = true;
        for (int i = 0; i < sockets.size(); i += 2) {
            sockets.get(i).close();
        }
    }

    public void mend() {
        isCut = false;
    }

    @Override
    public void close() throws IOException {
        cut();
        server.close();
    }

    private void accept() {
        daemon(() -> {
            while (true) {
                Socket client = server.accept();
                if (isCut) {
                    client.close();
                    continue;
                }
                var upstream = new Socket(target.getHost(), target.getPort());
                sockets.addAll(List.of(client, upstream));
                daemon(() -> pump(client, upstream));
                daemon(() -> pump(upstream, client));
            }
        });
    }

    private void pump(Socket from, Socket to) throws IOException {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } finally {
            if (!isLost) {
                from.close();
                to.close();
            }
        }
    }

    private interface Job {
        void run() throws IOException;
    }

    private static void daemon(Job job) {
        var thread = new Thread(() -> {
            try {
                job.run();
            } catch (IOException e) {
                // the proxy was cut, or one side closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
