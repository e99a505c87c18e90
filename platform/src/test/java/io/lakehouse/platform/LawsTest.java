package io.lakehouse.platform;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.util.Locale;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/** The laws of the house. What breaks one is told how to keep it. */
class LawsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.lakehouse");
    private static final String CONTRACT = "io.lakehouse.contract..";
    private static final String PLATFORM = "io.lakehouse.platform.";

    @Test
    void arrowsPointFromTheCommandLineToTheContract() {
        ArchRule law = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.lakehouse..")
                .layer("cli")
                .definedBy(PLATFORM + "cli..")
                .layer("lanes")
                .definedBy(PLATFORM + "lanes..")
                .layer("plan")
                .definedBy(PLATFORM + "plan..")
                .layer("supervise")
                .definedBy(PLATFORM + "supervise..")
                .layer("rooms")
                .definedBy(rooms())
                .layer("config")
                .definedBy(PLATFORM + "config..")
                .layer("engine")
                .definedBy(PLATFORM + "engine..")
                .layer("contract")
                .definedBy(CONTRACT)
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("lanes")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers("cli", "lanes")
                .whereLayer("supervise")
                .mayOnlyBeAccessedByLayers("cli", "lanes")
                .whereLayer("rooms")
                .mayOnlyBeAccessedByLayers("cli", "lanes", "plan")
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers("cli", "lanes", "plan")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("cli", "lanes", "plan", "supervise", "rooms", "config")
                .ensureAllClassesAreContainedInArchitecture()
                .because(
                        "cli -> lanes -> plan, supervise -> rooms, config -> engine -> contract: give what is below a value or"
                                + " an interface of its own, and let the caller above fill it in");

        law.check(CLASSES);
    }

    @Test
    void roomsDoNotKnowEachOther() {
        ArchRule law = slices().matching(PLATFORM + "(source|capture|stream|realtime|lake|query)..")
                .should()
                .notDependOnEachOther()
                .because(
                        "a room can be replaced or run elsewhere: let plan pass it an address instead of another room");

        law.check(CLASSES);
    }

    @Test
    void packagesHaveNoCycle() {
        ArchRule law = slices().matching("io.lakehouse.(**)")
                .should()
                .beFreeOfCycles()
                .because(
                        "what depends on each other is one concept: move the class to the package that uses it, or turn one"
                                + " arrow around with an interface");

        law.check(CLASSES);
    }

    @Test
    void onlySuperviseAndEngineStartProcesses() {
        ArchRule law = noClasses()
                .that()
                .resideOutsideOfPackages(PLATFORM + "supervise..", PLATFORM + "engine..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .callMethodWhere(callOf(Runtime.class, "exec"))
                .because(
                        "a process that nobody owns outlives its platform: return a Launch for the supervisor, or run a tool"
                                + " to its end with engine.Command");

        law.check(CLASSES);
    }

    @Test
    void aPlanStartsAndWritesNothing() {
        ArchRule law = noClasses()
                .that()
                .resideInAPackage(PLATFORM + "plan..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(PLATFORM + "supervise..")
                        .or(type(Process.class))
                        .or(type(ProcessHandle.class))
                        .or(type(java.io.FileOutputStream.class))
                        .or(type(java.io.FileWriter.class))
                        .or(type(io.lakehouse.platform.engine.Command.class))
                        .or(type(io.lakehouse.platform.engine.ConfigurationFile.class)))
                .orShould()
                .callMethodWhere(callOf(Files.class, "(write|create|new|copy|move|delete|set)\\w*"))
                .because(
                        "a plan can be shown, stored and compared before anything happens: do it in the engine's prepare()");

        law.check(CLASSES);
    }

    @Test
    void aNameSaysWhatAClassIs() {
        ArchRule law = noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .because("such a name says nothing: name the class after what it does or what it is");

        law.check(CLASSES);
    }

    @Test
    void noPackageIsADrawerForOddsAndEnds() {
        ArchRule law = noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..misc..")
                .because("a package is a concept: put the class beside the one that uses it");

        law.check(CLASSES);
    }

    @Test
    void theContractNeedsTheJdkOnly() {
        ArchRule law = noClasses()
                .that()
                .resideInAPackage(CONTRACT)
                .should()
                .dependOnClassesThat(resideOutsideOfPackages("java..", CONTRACT))
                .because(
                        "every engine loads the contract beside its own libraries: do without, or do it in the module that"
                                + " has the library");

        law.check(CLASSES);
    }

    @Test
    void everyVerbIsOneClassOfItsName() {
        ArchRule law = classes()
                .that()
                .resideInAPackage(PLATFORM + "cli..")
                .and()
                .areAnnotatedWith(Command.class)
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .doNotHaveSimpleName("Main")
                .should(beNamedAfterTheirVerb())
                .because("who looks for a verb opens the class of its name: rename one of the two");

        law.check(CLASSES);
    }

    @Test
    void packagesAreNonNullByDefault() {
        ArchRule law = classes()
                .that()
                .resideInAPackage("io.lakehouse.platform..")
                .should(new ArchCondition<JavaClass>("be in a null-marked package") {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        events.add(new SimpleConditionEvent(
                                item,
                                item.getPackage().isAnnotatedWith(NullMarked.class),
                                item.getPackageName() + " is not @NullMarked"));
                    }
                })
                .because("a null that nobody announced is found at run time: add a package-info.java with @NullMarked");

        law.check(CLASSES);
    }

    private static String[] rooms() {
        return new String[] {
            PLATFORM + "source..",
            PLATFORM + "capture..",
            PLATFORM + "stream..",
            PLATFORM + "realtime..",
            PLATFORM + "lake..",
            PLATFORM + "query.."
        };
    }

    private static DescribedPredicate<JavaMethodCall> callOf(Class<?> type, String methods) {
        return describe(
                "it calls " + type.getSimpleName() + "." + methods,
                call -> call.getTargetOwner().isEquivalentTo(type)
                        && call.getName().matches(methods));
    }

    private static ArchCondition<JavaClass> beNamedAfterTheirVerb() {
        return new ArchCondition<>("be named after their verb") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                JavaAnnotation<JavaClass> command = item.getAnnotationOfType(Command.class.getName());
                var verb = String.valueOf(command.get("name").orElse(""));
                var expected = item.getSimpleName()
                        .replaceFirst("Command$", "")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                        .toLowerCase(Locale.ROOT);
                events.add(new SimpleConditionEvent(
                        item, verb.equals(expected), item.getSimpleName() + " is the verb \"" + verb + "\""));
            }
        };
    }
}
