package io.trunkline.telemetry.problem;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/** A TCP relay on a port of its own, which can be cut and mended. */
final class Relay {
    private final TcpClient target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private DisposableServer server;

    private Relay(TcpClient target) {
        this.target = target;
        server = listen(0);
    }

    static Relay to(String host, int port) {
        return new Relay(TcpClient.newConnection().host(host).port(port));
    }

    int port() {
        return server.port();
    }

    void cut() {
        server.disposeNow();
        connections.forEach(Connection::dispose);
        connections.clear();
    }

    void mend() {
        server = listen(server.port());
    }

    private DisposableServer listen(int port) {
        return TcpServer.create()
                .host("127.0.0.1")
                .port(port)
                .doOnConnection(connections::add)
                .handle((in, out) -> target.connect().flatMap(there -> {
                    connections.add(there);
                    var forth = there.outbound().send(in.receive().retain()).then();
                    var back = out.send(there.inbound().receive().retain()).then();
                    return Mono.firstWithSignal(forth, back);
                }))
                .bindNow();
    }
}
