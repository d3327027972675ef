package io.trunkline.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The memory that a server's processes share. Those that serve connections end a little after a server that was killed; until then no other one starts on its
 * directory.
 *
 * @param id the system's
 * @param table of all there are, as Linux shows it
 */
record SharedMemory(String id, Path table) {
    private static final Path TABLE = Path.of("/proc/sysvipc/shm");
    private static final int LINE_OF_SERVER = 6;
    private static final int ID = 1;
    private static final int USERS = 6;

    /** As a server has left it written down. */
    static Optional<SharedMemory> of(Path pidFile) throws IOException {
        return Files.readAllLines(pidFile).stream()
                .skip(LINE_OF_SERVER)
                .findFirst()
                .map(SharedMemory::columns)
                .filter(columns -> columns.length > ID)
                .map(columns -> new SharedMemory(columns[ID], TABLE));
    }

    /** Whether anybody has it open; other systems than Linux do not say. */
    boolean isInUse() throws IOException {
        return Files.exists(table)
                && Files.readAllLines(table).stream()
                        .map(SharedMemory::columns)
                        .anyMatch(columns ->
                                columns.length > USERS && columns[ID].equals(id) && !columns[USERS].equals("0"));
    }

    private static String[] columns(String line) {
        return line.strip().split("\\s+");
    }
}
