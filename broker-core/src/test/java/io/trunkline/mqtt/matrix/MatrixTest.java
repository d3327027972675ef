package io.trunkline.mqtt.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conformance matrix is whole, and its table is of today. {@code -Dmatrix.write=true} writes the table anew. */
class MatrixTest {
    private static final double LEAST = 0.95;

    private final Path root = root();
    private final Matrix matrix = matrix(root);

    @Test
    void everyStatementForServersIsProvenOrHasAReason() {
        assertThat(matrix.open()).isEmpty();
    }

    @Test
    void testsProveOnlyWhatIsStated() {
        assertThat(matrix.proofs().unknown(matrix.statements())).isEmpty();
    }

    @Test
    void reasonsStandOnlyWhereTheyAreNeeded() {
        assertThat(matrix.needlessReasons()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.1.1", "5"})
    void nearlyAllOfItIsProven(String version) {
        assertThat(matrix.coverage(version)).isGreaterThanOrEqualTo(LEAST);
    }

    @Test
    void theTableIsUpToDate() throws IOException {
        var file = root.resolve("docs/mqtt-conformance.md");
        if (Boolean.getBoolean("matrix.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, matrix.table());
        }
        assertThat(Files.readString(file)).isEqualTo(matrix.table());
    }

    @Test
    void aProofMustBeATest() {
        var proofs = new Proofs();

        assertThatThrownBy(() -> proofs.read("X", "class X {\n\n    @Proves(v5 = \"1.5.4-1\")\n    void helps() {}\n}"))
                .hasMessageContaining("no test");
    }

    private static Matrix matrix(Path root) {
        try {
            return Matrix.of(Proofs.below(root));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The repository, wherever in it the tests run. */
    private static Path root() {
        var here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("broker-core"))) {
            here = here.getParent();
        }
        return here;
    }
}
