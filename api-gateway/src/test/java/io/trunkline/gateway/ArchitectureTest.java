package io.trunkline.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.trunkline.mqtt.MqttDialect;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@AnalyzeClasses(packages = "io.trunkline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String GATEWAY = "io.trunkline.gateway";

    /** What every door may use; all other packages are doors, exits or adapters, each for itself. */
    private static final String[] SHARED = {
        GATEWAY + ".identity..",
        GATEWAY + ".directory..",
        GATEWAY + ".database..",
        GATEWAY + ".packed..",
        GATEWAY + ".problem..",
        GATEWAY + ".frame..",
        GATEWAY + ".line..",
        GATEWAY + ".address..",
        GATEWAY + ".outgoing..",
        GATEWAY + ".tls..",
        GATEWAY + ".upgrade.."
    };

    @ArchTest
    static final ArchRule servicesShareNoCode = noClasses()
            .that()
            .resideInAPackage(GATEWAY + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.trunkline.admin..", "io.trunkline.telemetry..")
            .because("services share a wire, pinned by samples, and no library");

    @ArchTest
    static final ArchRule noDoorKnowsAnother = slices().matching(GATEWAY + ".(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(DescribedPredicate.alwaysTrue(), JavaClass.Predicates.resideInAnyPackage(SHARED))
            .because(
                    "a protocol that leans on another cannot be changed or left out alone: what they share is the core's");

    @ArchTest
    static final ArchRule whatIsSharedKnowsNoDoor = classes()
            .that()
            .resideInAnyPackage(SHARED)
            .should()
            .onlyDependOnClassesThat(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(GATEWAY + ".."))
                    .or(JavaClass.Predicates.resideInAnyPackage(SHARED)))
            .because("doors stand on what is shared, never the other way round");

    @ArchTest
    static final ArchRule noCycles = slices().matching(GATEWAY + ".(*)..")
            .should()
            .beFreeOfCycles()
            .because("what can be read alone can be changed alone");

    @ArchTest
    static final ArchRule nobodyKnowsTheRoot = noClasses()
            .that()
            .resideOutsideOfPackage(GATEWAY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(GATEWAY)
            .because("the root only puts the parts together");

    @ArchTest
    static final ArchRule theCoreKnowsNoGateway = noClasses()
            .that()
            .resideInAnyPackage("io.trunkline.broker..", "io.trunkline.channel..", "io.trunkline.mqtt..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(GATEWAY + "..")
            .because("the core is used by the edge and not the other way round");

    @ArchTest
    static final ArchRule nothingBlocks = noClasses()
            .that()
            .resideInAPackage(GATEWAY + "..")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "block a thread",
                    call -> isPublisher(call.getTargetOwner())
                            && (call.getName().startsWith("block")
                                    || call.getName().startsWith("to")
                                            && call.getName().endsWith("Iterable"))))
            .because("one blocked event loop stops every line on it");

    @ArchTest
    static final ArchRule subscriptionsHaveAnOwner = noClasses()
            .that()
            .resideInAPackage(GATEWAY + "..")
            .and()
            .areNotAssignableTo(SmartLifecycle.class)
            .and()
            .resideOutsideOfPackages(
                    GATEWAY + ".realtime..",
                    GATEWAY + ".line..",
                    GATEWAY + ".sse..",
                    GATEWAY + ".mqtt..",
                    GATEWAY + ".forward..",
                    GATEWAY + ".history..",
                    GATEWAY + ".database..")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "subscribe by itself",
                    call -> isPublisher(call.getTargetOwner()) && call.getName().equals("subscribe")))
            .because("a subscription without an owner is never cancelled; doors own theirs by the line they serve,"
                    + " and writers of the database by their flight");

    private static boolean isPublisher(JavaClass type) {
        return type.isAssignableTo(Mono.class) || type.isAssignableTo(Flux.class);
    }

    @ArchTest
    static final ArchRule springStaysInTheOpen = noFields()
            .should()
            .beAnnotatedWith(Autowired.class)
            .orShould()
            .beAnnotatedWith(Value.class)
            .because("what a class needs stands in its constructor, and settings in one record per feature");

    @ArchTest
    static final ArchRule springIsHidden = classes()
            .that()
            .areAnnotatedWith(Configuration.class)
            .or()
            .areAnnotatedWith(RestController.class)
            .should()
            .bePackagePrivate()
            .because("nobody but Spring has a use for them");

    @ArchTest
    static final ArchRule dialectsAreFoundAndNotNamed = classes()
            .that()
            .implement(MqttDialect.class)
            .should()
            .bePackagePrivate()
            .because("listeners call dialects by the names of their beans: another one touches its own package only");

    @ArchTest
    static final ArchRule jacksonIsThree = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core..")
            .because("two JSON libraries disagree sooner or later; only Jackson's annotations are shared by 2 and 3");

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses()
            .that()
            .resideInAPackage(GATEWAY + "..")
            .should()
            .haveNameMatching(".*(Manager|Impl|Util|Utils|Helper|Processor|Service)")
            .because("such a suffix is where a noun is missing");
}
