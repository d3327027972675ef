package io.trunkline.admin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@AnalyzeClasses(packages = "io.trunkline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule standsAlone = noClasses()
            .that()
            .resideInAPackage("io.trunkline.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.trunkline.broker..", "io.trunkline.gateway..", "io.trunkline.telemetry..")
            .because("services share a wire, pinned by samples, and no library");

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.trunkline.admin.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature that can be read alone can be changed alone");

    @ArchTest
    static final ArchRule foundationsKnowNoFeature = noClasses()
            .that()
            .resideInAnyPackage("..problem", "..database", "..security", "..audit")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..admin.application", "..admin.directory")
            .because("applications stand on problems, callers and the audit, and the directory on applications");

    @ArchTest
    static final ArchRule controllersHaveNoSql = noClasses()
            .that()
            .areAnnotatedWith(RestController.class)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(DatabaseClient.class)
            .because("web types of a feature use its model, and the model its store");

    @ArchTest
    static final ArchRule nothingBlocks = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "block a thread or subscribe by itself",
                    call -> (call.getTargetOwner().isAssignableTo(Mono.class)
                                    || call.getTargetOwner().isAssignableTo(Flux.class))
                            && (call.getName().startsWith("block")
                                    || call.getName().equals("subscribe")
                                    || call.getName().startsWith("to")
                                            && call.getName().endsWith("Iterable"))))
            .because(
                    "one blocked event loop stops every caller, and a subscription without an owner is never cancelled");

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
    static final ArchRule jacksonIsThree = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core..")
            .because("two JSON libraries disagree sooner or later; only Jackson's annotations are shared by 2 and 3");

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Impl|Util|Utils|Helper|Processor|Service)")
            .because("such a suffix is where a noun is missing");
}
