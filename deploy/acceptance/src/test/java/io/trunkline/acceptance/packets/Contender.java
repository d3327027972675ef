package io.trunkline.acceptance.packets;

/** A server that scripts are played on, at a port of this machine. */
public record Contender(String name, int port, Login login) {

    /** What its clients say who they are; both empty where it lets everybody in. */
    public record Login(String user, String password) {}

    /** One that lets everybody in. */
    public static Contender open(String name, int port) {
        return new Contender(name, port, new Login("", ""));
    }
}
