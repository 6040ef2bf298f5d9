package org.convspark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data flows one way, and what is inside a subject stays there. */
final class ArchitectureTest {
  private static final String ROOT = "org.convspark";

  /** A package imports only what stands to its left. */
  private static final List<String> ORDER =
      List.of(
          "shims",
          "engine",
          "config",
          "storage",
          "data",
          "network",
          "model",
          "training",
          "evaluation",
          "run",
          "report",
          "cluster",
          "cli",
          "doctor",
          "ml",
          "job");

  /** Packages within a subject, and who besides that subject may use their public classes. */
  private static final Map<String, List<String>> INNER =
      Map.ofEntries(
          Map.entry("engine.operations", List.of()),
          Map.entry("engine.memory", List.of()),
          Map.entry("engine.natives", List.of("model", "training", "doctor", "ml", "job")),
          Map.entry("data.arrays", List.of()),
          Map.entry("data.arrays.file", List.of()),
          Map.entry("data.cifar", List.of()),
          Map.entry("data.conversion", List.of()),
          Map.entry("config.training", List.of("data", "training", "run", "cli", "ml", "job")),
          Map.entry("storage.lease", List.of("cluster", "job")),
          Map.entry(
              "storage.text",
              List.of("data", "network", "model", "training", "run", "report", "job")),
          Map.entry("storage.tables", List.of("data", "model", "job")),
          Map.entry("data.idx", List.of()),
          Map.entry("data.npz", List.of()),
          Map.entry("data.parquet", List.of("job")),
          Map.entry("data.pictures", List.of("job")),
          Map.entry("data.pictures.files", List.of()),
          Map.entry(
              "data.preprocessing",
              List.of("model", "training", "evaluation", "run", "report", "ml", "job")),
          Map.entry("data.synthetic", List.of("job")),
          Map.entry("data.tables", List.of("ml")),
          Map.entry("data.tables.columns", List.of()),
          Map.entry("data.shards", List.of("training", "run", "job")),
          Map.entry("data.augmentation", List.of("training")),
          Map.entry("network.catalog", List.of("job", "ml")),
          Map.entry("network.text", List.of("ml", "job")),
          Map.entry("network.summary", List.of("report", "job")),
          Map.entry("model.keras", List.of("job")),
          Map.entry("model.onnx", List.of("job")),
          Map.entry("model.rows", List.of("cli", "ml", "job")),
          Map.entry("ml.param", List.of()),
          Map.entry("training.replicas", List.of()),
          Map.entry("training.checkpoint", List.of("run", "ml", "job")),
          Map.entry("training.transfer", List.of("job")),
          Map.entry("job.demo", List.of()));

  private static final JavaClasses MAIN = MainClasses.importPackages(ROOT, "org.nd4j.nativeblas");

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
  void whatIsInsideASubjectIsUsedByWhoMay() {
    INNER.forEach(
        (inner, users) -> {
          List<String> allowed = new ArrayList<>(users);
          allowed.add(inner.substring(0, inner.indexOf('.')));
          classes()
              .that()
              .resideInAPackage(ROOT + "." + inner + "..")
              .should()
              .onlyHaveDependentClassesThat()
              .resideInAnyPackage(packages(allowed))
              .check(MAIN);
        });
  }

  @Test
  void everyPackageIsKnown() {
    classes()
        .that()
        .resideInAPackage(ROOT + "..")
        .and()
        .resideOutsideOfPackage(ROOT)
        .should()
        .resideInAnyPackage(
            Stream.concat(ORDER.stream(), INNER.keySet().stream())
                .map(name -> ROOT + "." + name)
                .toArray(String[]::new))
        .check(MAIN);
  }

  @Test
  void noPackageIsCrowded() {
    Map<String, Long> sizes =
        MAIN.stream()
            .filter(each -> each.getPackageName().startsWith(ROOT))
            .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(21));
  }

  /** In Arabic (Egypt) a number has other digits, in Turkish an I no dot. */
  @Test
  void nothingDependsOnTheLocaleOfTheMachine() {
    noClasses()
        .should()
        .accessTargetWhere(LocaleDependence.ofTheMachine())
        .because("names of files, logs, JSON and pages are read by programs: Locale.ROOT")
        .check(MAIN);
  }

  @Test
  void norDoBenchmarksAndTheBuild(@TempDir Path compiled) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> arguments = new ArrayList<>(List.of("-d", compiled.toString(), "-proc:none"));
    try (Stream<Path> sources = Files.list(Path.of("src/build"))) {
      sources.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
    JavaClasses bench = new ClassFileImporter().importPackages(ROOT + ".bench");
    JavaClasses build = new ClassFileImporter().importPath(compiled);
    assertThat(bench).isNotEmpty();
    assertThat(build).isNotEmpty();

    for (JavaClasses each : List.of(bench, build)) {
      noClasses().should().accessTargetWhere(LocaleDependence.ofTheMachine()).check(each);
    }
  }

  /** There the scheme of a path is heeded, files appear whole, and an error is one line. */
  @Test
  void onlyStorageOpensFileSystems() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".storage")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(FileSystem.class)
        .because("a path's own file system is found by storage.Location")
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
  void onlyTheClusterSessionOpensSpark() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.convspark.cluster.ClusterSession")
        .and()
        .areNotAssignableTo(JavaSparkContext.class) // Views of one that is open.
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
