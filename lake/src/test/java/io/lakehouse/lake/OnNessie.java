package io.lakehouse.lake;

import static io.lakehouse.lake.LakeFixture.SPARK;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.LakeAddress;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a class that share one real Nessie over a warehouse in a folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnNessie {
    static final TableShape ORDERS = LakeFixture.shape(
            "orders", 1, LakeFixture.column("id", TypeName.INTEGER), LakeFixture.column("state", TypeName.TEXT));

    private final String main;
    Path folder;
    NessieServer nessie;
    LakeAddress address;
    private int catalogs;

    /**
     * Tests of a class.
     *
     * @param main name under which Spark knows the catalogue at its branch main
     */
    OnNessie(String main) {
        this.main = main;
    }

    @BeforeAll
    final void startNessie(@TempDir Path warehouse) throws IOException {
        folder = warehouse;
        nessie = NessieServer.start(folder);
        address = new LakeAddress(
                nessie.uri(), "main", folder.resolve("warehouse").toUri().toString(), "", "", "");
        LakeSession.addCatalog(SPARK, main, LakeSession.catalogProperties(address));
    }

    @AfterAll
    final void stopNessie() {
        nessie.close();
    }

    /** A name that no run has taken yet for its catalogue. */
    final String catalog() {
        return main + "_run_" + ++catalogs;
    }
}
