package io.trunkline.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.trunkline.standalone", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_ONLY_THE_APPLICATION_CLASSES_OF_THE_SERVICES = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.trunkline..")
                    .and(not(resideInAPackage("io.trunkline.standalone..")))
                    .and(not(simpleNameEndingWith("Application"))))
            .because("the services do not know that they share a process, and talk by HTTP as they do everywhere");

    @ArchTest
    static final ArchRule USES_THE_ADMIN_API_LIKE_ANYBODY_ELSE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.r2dbc..", "org.flywaydb..", "io.r2dbc..")
            .because("tables belong to the services");
}
