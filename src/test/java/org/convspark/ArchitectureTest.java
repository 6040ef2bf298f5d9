package org.convspark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Data flows one way: config, data, network, training, evaluation, output, job. */
final class ArchitectureTest {
  private static final String ROOT = "org.convspark";

  /** A package imports only what stands to its left. */
  private static final List<String> ORDER =
      List.of("config", "data", "network", "training", "evaluation", "output", "job");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT, "org.nd4j.nativeblas");

  private static String[] packages(List<String> names) {
    return names.stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
  }

  @Test
  void aPackageImportsOnlyWhatStandsToItsLeft() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + "." + ORDER.get(i) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(ORDER.subList(i + 1, ORDER.size())))
          .because("data flows " + String.join(" -> ", ORDER))
          .check(MAIN);
    }
  }

  @Test
  void accelImportsOnlyTheEngine() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".accel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(ORDER))
        .check(MAIN);
  }

  @Test
  void engineImportsNoSibling() {
    List<String> others = new ArrayList<>(ORDER);
    others.add("accel");
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(others))
        .check(MAIN);
  }

  @Test
  void thereIsNoOtherPackage() {
    List<String> all = new ArrayList<>(ORDER);
    all.add("accel");
    all.add("engine");
    classes()
        .that()
        .resideInAPackage(ROOT + "..")
        .and()
        .doNotHaveFullyQualifiedName(Main.class.getName())
        .should()
        .resideInAnyPackage(packages(all))
        .check(MAIN);
  }

  /** In Arabic (Egypt) a number has other digits, in Turkish an I no dot. */
  @Test
  void nothingDependsOnTheLocaleOfTheMachine() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .because("names of files, logs, JSON and pages are read by programs: Locale.ROOT")
        .check(MAIN);
  }

  @Test
  void nothingImportsMain() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Main.class.getName())
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(Main.class.getName())
        .check(MAIN);
  }

  @Test
  void onlyMainEndsTheProcess() {
    ArchRule rule =
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Main.class.getName())
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);
    rule.check(MAIN);
  }

  @Test
  void nothingIsLeftUnsupported() {
    noClasses()
        .should()
        .callConstructor(UnsupportedOperationException.class)
        .orShould()
        .callConstructor(UnsupportedOperationException.class, String.class)
        .check(MAIN);
  }

  @Test
  void onlyTheJobContextOpensSpark() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.convspark.job.JobContext")
        .should()
        .callMethod(SparkSession.class, "builder")
        .orShould()
        .callConstructor(JavaSparkContext.class)
        .check(MAIN);
  }

  @Test
  void whatGoesToExecutorsHoldsNoSparkContext() {
    noClasses()
        .that()
        .areAssignableTo(Serializable.class)
        .should(
            new HoldsAField(
                List.of(
                    SparkContext.class.getName(),
                    JavaSparkContext.class.getName(),
                    SparkSession.class.getName())))
        .check(MAIN);
  }
}
