package io.trunkline.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a program of the system is; Debian keeps servers outside an ordinary user's PATH. */
final class Program {
    private static final List<String> DIRECTORIES =
            List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/sbin");

    private Program() {}

    static String path(String name) throws IOException {
        return DIRECTORIES.stream()
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException(name + " is not installed (apt-get install " + name + ")"))
                .toString();
    }
}
