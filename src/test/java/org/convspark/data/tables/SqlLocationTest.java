package org.convspark.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.Datasets;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.data.TestData;
import org.convspark.data.tables.TableFixture.Form;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlLocationTest {
  private static final String VIEW = "sql_location_digits";

  private final SparkSession spark = LocalSpark.session();

  @TempDir private Path directory;

  @BeforeEach
  void makeView() {
    TableFixture.table(Form.BINARY, 30).createOrReplaceTempView(VIEW);
  }

  @AfterEach
  void dropView() {
    spark.catalog().dropTempView(VIEW);
  }

  private ImageDataset open(String location, String... settings) {
    return TestData.open(spark, location, settings);
  }

  private static List<Example> examples(ImageDataset dataset) {
    return dataset.examples(Split.TRAIN).collect().stream()
        .sorted(Comparator.comparingLong(Example::id))
        .toList();
  }

  @Test
  void aTableOfTheCatalogIsADataset() {
    ImageDataset dataset = open("table:" + VIEW, TableFixture.SHAPE, "images.test-split=0");

    assertThat(dataset.info().name()).isEqualTo("table:" + VIEW);
    assertThat(dataset.info().counts().get(Split.TRAIN)).containsExactly(10L, 10L, 10L);
    assertThat(dataset.undivided()).isTrue();
    assertThat(examples(dataset))
        .extracting(Example::id)
        .containsExactlyElementsOf(java.util.stream.LongStream.range(0, 30).boxed().toList());
    assertThat(dataset.remarks())
        .contains("Rows without an id are numbered in the order of a digest of their content");
  }

  @Test
  void aQueryIsADatasetWhoseIdsDontDependOnTheOrderOfItsRows() {
    Path files = directory.resolve("t");
    TableFixture.write(TableFixture.table(Form.BINARY, 30), "parquet", files);
    String query = "sql:SELECT label AS class, image FROM parquet.`" + files + "`";
    List<String> facts =
        examples(open(query, TableFixture.SHAPE, "images.test-split=0")).stream()
            .map(each -> each.id() + " " + each.label() + " " + each.image()[0])
            .toList();

    ImageDataset other =
        open(
            query + " DISTRIBUTE BY label SORT BY hash(image)",
            TableFixture.SHAPE,
            "images.test-split=0");
    assertThat(examples(other))
        .extracting(each -> each.id() + " " + each.label() + " " + each.image()[0])
        .containsExactlyElementsOf(facts);
  }

  @Test
  void anIdColumnIsKept() {
    ImageDataset dataset =
        open(
            "sql:SELECT *, 100 - row_number() OVER (ORDER BY image) AS id FROM " + VIEW,
            TableFixture.SHAPE,
            "images.test-split=0");
    assertThat(examples(dataset)).extracting(Example::id).contains(70L, 99L).doesNotContain(0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP VIEW sql_location_digits",
        "INSERT INTO sql_location_digits SELECT * FROM sql_location_digits",
        "WITH t AS (SELECT 1) INSERT INTO sql_location_digits SELECT * FROM t",
        "FROM sql_location_digits INSERT INTO a SELECT * INSERT INTO b SELECT *",
        "INSERT OVERWRITE DIRECTORY '/tmp/x' USING parquet SELECT 1",
        "CREATE TABLE t AS SELECT 1",
        "CREATE OR REPLACE TEMP VIEW sql_location_digits AS SELECT 1",
        "SET spark.sql.shuffle.partitions=7",
        "CACHE TABLE sql_location_digits",
        "TRUNCATE TABLE sql_location_digits",
        "SHOW TABLES"
      })
  void whatChangesSomethingIsRefusedBeforeItRuns(String command) {
    assertThatThrownBy(() -> open("sql:" + command))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found a command, expected a query that only reads");
    assertThat(spark.table(VIEW).count()).isEqualTo(30);
    assertThat(spark.conf().get("spark.sql.shuffle.partitions")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table:missing",
        "table:no_catalog.db.t",
        "table:two words",
        "table:",
        "sql:",
        "sql:SELECT",
        "sql:SELECT nothing FROM sql_location_digits",
        "sql:SELECT 1; SELECT 2"
      })
  void whatSparkDoesntKnowIsOneLine(String location) {
    assertThatThrownBy(() -> open(location))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(location + ": found ")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT label, raise_error('stop') AS image FROM sql_location_digits",
        "SELECT cast(raise_error('stop') AS int) AS label, image FROM sql_location_digits",
        "SELECT * FROM sql_location_digits WHERE false"
      })
  void whatGoesWrongWhileItRunsIsToo(String query) {
    assertThatThrownBy(() -> open("sql:" + query, TableFixture.SHAPE, "columns.image=image"))
        .isInstanceOf(InputException.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void twoColumnsOfOneNameAreTold() {
    assertThatThrownBy(
            () -> open("sql:SELECT *, label + 1 AS label FROM " + VIEW, TableFixture.SHAPE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("columns 'label' and 'label'");
  }

  @Test
  void itIsNoPath() {
    assertThat(Datasets.isPath("table:x")).isFalse();
    assertThat(Datasets.isPath("sql:SELECT 1")).isFalse();
    assertThat(Datasets.isPath("synthetic:10")).isFalse();
    assertThat(Datasets.isPath("data/sql:x")).isTrue();
    assertThat(SqlLocation.name("sql:SELECT\n\t1  ,2 " + "x".repeat(300)))
        .startsWith("sql:SELECT 1 ,2 xx")
        .endsWith("...")
        .hasSizeLessThan(100);
  }
}
