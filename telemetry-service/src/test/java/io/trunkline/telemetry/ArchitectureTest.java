package io.trunkline.telemetry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.context.Lifecycle;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(packagesOf = TelemetryServiceApplication.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule SHARES_A_WIRE_NOT_A_LIBRARY = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.trunkline..").and(resideOutsideOfPackage("io.trunkline.telemetry..")))
            .because(
                    "our services share HTTP and JSON, pinned by samples, so that each can be changed and deployed alone");

    @ArchTest
    static final ArchRule FEATURES_LOOK_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("ingest")
            .definedBy("..telemetry.ingest..")
            .layer("report")
            .definedBy("..telemetry.report..")
            .layer("usage")
            .definedBy("..telemetry.usage..")
            .layer("security")
            .definedBy("..telemetry.security..")
            .layer("database")
            .definedBy("..telemetry.database..")
            .layer("problem")
            .definedBy("..telemetry.problem..")
            .whereLayer("ingest")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("security")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("database")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("usage")
            .mayOnlyBeAccessedByLayers("ingest", "report")
            .whereLayer("problem")
            .mayOnlyBeAccessedByLayers("ingest", "report", "security")
            .because("what comes in, what goes out and what is kept are to change apart from each other");

    @ArchTest
    static final ArchRule MODEL_KNOWS_NO_WEB = noClasses()
            .that()
            .resideInAPackage("..telemetry.usage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web..", "org.springframework.http..")
            .because("counts are the same whatever wire they came by");

    @ArchTest
    static final ArchRule CONTROLLERS_ARE_HIDDEN = classes()
            .that()
            .areAnnotatedWith(RestController.class)
            .should()
            .bePackagePrivate()
            .because("a controller is called by the wire alone");

    @ArchTest
    static final ArchRule JDBC_IS_FOR_MIGRATIONS = noClasses()
            .that()
            .resideOutsideOfPackage("..telemetry.database..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.flywaydb..")
            .because("a request must never wait for a blocking driver");

    @ArchTest
    static final ArchRule NOBODY_BLOCKS = noClasses()
            .should()
            .callMethodWhere(reactorsMethod("block(First|Last|Optional)?"))
            .because("two event loops serve everyone");

    @ArchTest
    static final ArchRule ONLY_LIFE_CYCLES_SUBSCRIBE = noClasses()
            .that()
            .doNotImplement(Lifecycle.class)
            .should()
            .callMethodWhere(reactorsMethod("subscribe"))
            .because("who subscribes must also know when to stop");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_THING_IS = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Impl|Util|Utils|Helper|Processor|Service)")
            .because("such a name hides that the noun was not found yet");

    private static DescribedPredicate<JavaMethodCall> reactorsMethod(String name) {
        return DescribedPredicate.describe(
                "a method of Reactor named " + name,
                call -> call.getName().matches(name)
                        && call.getTargetOwner().getPackageName().equals("reactor.core.publisher"));
    }
}
