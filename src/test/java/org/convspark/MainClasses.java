package org.convspark;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** Classes that rules are about, without those of tests. */
final class MainClasses {
  private MainClasses() {}

  /** ArchUnit's own option knows test classes in target/ alone, not in target/spark-3.5/. */
  static JavaClasses importPackages(String... packages) {
    return new ClassFileImporter()
        .withImportOption(location -> !location.contains("/test-classes/"))
        .importPackages(packages);
  }
}
