package org.convspark;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convspark.shims.SparkShims;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.Test;

/**
 * What lets dl4j-spark_2.12 run beside Scala 2.13: what we use of it has nothing of Scala in its
 * signatures, and what that calls is there. And what our own classes use of Scala is of one name
 * and one meaning in both.
 */
final class ScalaTypesTest {
  private static final String OURS = "org.convspark.";
  private static final String DL4J_SPARK = "org.deeplearning4j.spark.";

  /** Unchanged from 2.12 to 2.13, at least for who is compiled for each. */
  private static final Set<String> SAME =
      Set.of(
          "scala.Function2",
          "scala.Option",
          "scala.Tuple2",
          "scala.Tuple3",
          "scala.Tuple4",
          "scala.collection.Iterator",
          "scala.collection.Seq",
          // SparkShims makes them, as what Spark's methods take.
          "scala.collection.immutable.Map",
          "scala.collection.immutable.Seq",
          "scala.reflect.ClassTag",
          "scala.reflect.ClassTag$",
          "scala.runtime.AbstractFunction2",
          "scala.util.Properties");

  private static final JavaClasses CLASSES =
      MainClasses.importPackages("org.convspark", "org.deeplearning4j.spark");

  @Test
  void ofDl4jSparkTwoClassesAreUsed() {
    assertThat(usedClasses())
        .extracting(JavaClass::getName)
        .containsExactlyInAnyOrder(
            SparkComputationGraph.class.getName(),
            ParameterAveragingTrainingMaster.class.getName());
  }

  @Test
  void theirSignaturesAndThoseOfTheirSupertypesNameNoScala() {
    Set<String> scala = new TreeSet<>();
    for (JavaClass used : usedClasses()) {
      Stream.of(Set.of(used), used.getAllRawSuperclasses(), used.getAllRawInterfaces())
          .flatMap(Collection::stream)
          .forEach(
              each -> {
                scala.addAll(scalaAmong(each.getName(), Set.of(each)));
                for (JavaMember member : each.getMembers()) {
                  scala.addAll(scalaAmong(member.getFullName(), member.getAllInvolvedRawTypes()));
                }
              });
    }
    assertThat(scala).isEmpty();
  }

  private static Set<String> scalaAmong(String where, Collection<JavaClass> types) {
    return types.stream()
        .map(JavaClass::getName)
        .filter(ScalaTypesTest::isScala)
        .map(type -> where + " names " + type)
        .collect(Collectors.toSet());
  }

  /** A missing method would be an error on executors, hours after the start. */
  @Test
  void whateverTheyCallOfSparkAndScalaIsThere() {
    Set<String> missing = new TreeSet<>();
    Set<String> calledOfSpark = new TreeSet<>();
    for (JavaCodeUnit reached : reached()) {
      for (JavaAccess<?> access : reached.getAccessesFromSelf()) {
        String owner = access.getTargetOwner().getName();
        if (isScala(owner) || owner.startsWith("org.apache.spark.")) {
          calledOfSpark.add(access.getTarget().getFullName());
          if (access.getTarget().resolveMember().isEmpty()) {
            missing.add(access.getDescription());
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(calledOfSpark).isNotEmpty();
  }

  @Test
  void theyLoadWithAllThatTheirMembersName() throws ReflectiveOperationException {
    for (JavaClass used : usedClasses()) {
      Class<?> loaded = Class.forName(used.getName());
      assertThat(loaded.getMethods()).isNotEmpty();
      assertThat(loaded.getDeclaredMethods()).isNotEmpty();
      assertThat(loaded.getDeclaredFields()).isNotEmpty();
    }
  }

  @Test
  void whatOurClassesUseOfScalaIsInBoth() {
    noClasses()
        .that()
        .resideInAPackage("org.convspark..")
        .and()
        .doNotHaveFullyQualifiedName(SparkShims.class.getName())
        .should()
        .dependOnClassesThat(
            describe(
                "are Scala's, but for " + new TreeSet<>(SAME),
                type -> isScala(type.getName()) && !SAME.contains(type.getName())))
        .because("what else differs between Scala 2.12 and 2.13 stands in SparkShims")
        .check(CLASSES);
  }

  private static boolean isScala(String name) {
    return name.startsWith("scala.");
  }

  private static Set<JavaClass> usedClasses() {
    return CLASSES.stream()
        .filter(each -> each.getName().startsWith(OURS))
        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(target -> target.getName().startsWith(DL4J_SPARK))
        .collect(Collectors.toSet());
  }

  /** Methods of dl4j-spark that ours call, and all of dl4j-spark that those come to. */
  private static Set<JavaCodeUnit> reached() {
    Set<JavaCodeUnit> reached = new LinkedHashSet<>();
    Deque<JavaCodeUnit> next = new ArrayDeque<>();
    CLASSES.stream()
        .filter(each -> each.getName().startsWith(OURS))
        .flatMap(each -> each.getCodeUnits().stream())
        .forEach(next::add);
    while (!next.isEmpty()) {
      for (JavaAccess<?> access : next.remove().getAccessesFromSelf()) {
        if (access.getTarget() instanceof CodeUnitAccessTarget target) {
          target
              .resolveMember()
              .filter(unit -> unit.getOwner().getName().startsWith(DL4J_SPARK))
              .filter(reached::add)
              .ifPresent(next::add);
        }
      }
    }
    return reached;
  }
}
