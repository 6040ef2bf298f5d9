package org.convspark.data.tables;

import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.convspark.config.InputException;
import org.convspark.storage.Reason;
import scala.collection.Iterator;

/** A location that Spark's catalog knows: {@code table:NAME}, or {@code sql:QUERY}. */
public final class SqlLocation {
  private static final String TABLE = "table:";
  private static final String SQL = "sql:";
  private static final int SHOWN = 80;

  private SqlLocation() {}

  /** Returns whether a location is a table or a query rather than a path. */
  public static boolean isSql(String location) {
    return location.startsWith(TABLE) || location.startsWith(SQL);
  }

  /** Returns the location in one short line, by which outputs and errors call it. */
  static String name(String location) {
    String line = location.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
  }

  /**
   * Returns the rows of a table or a query, which only reads.
   *
   * @throws InputException if Spark doesn't know the table, or can't make sense of the query, or
   *     the query would change something
   */
  static Dataset<Row> open(SparkSession spark, String location) {
    boolean table = location.startsWith(TABLE);
    String text = location.substring(table ? TABLE.length() : SQL.length()).strip();
    Dataset<Row> rows;
    try {
      if (!table) {
        requireQuery(location, spark.sessionState().sqlParser().parsePlan(text));
      }
      rows = table ? spark.table(text) : spark.sql(text);
    } catch (InputException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw new InputException(
          name(location),
          // Without the name of the class of errors, and without advice for programmers.
          Reason.of(e).replaceFirst("^\\[[A-Z_.]+] ", "").replaceFirst("\\.( .*|$)", ""),
          table ? "a table or view of Spark's catalog" : "a query that Spark can run",
          e instanceof AnalysisException
              ? "check the names; a catalog is set up by -- --conf spark.sql.catalog..."
              : "check the catalog's settings and that its classes are there",
          e);
    }
    if (rows.isStreaming()) {
      throw new InputException(
          name(location), "a stream, which has no end", "rows that are there", "write them first");
    }
    return rows;
  }

  private static void requireQuery(String location, LogicalPlan plan) {
    if (plan instanceof Command
        || plan instanceof ParsedStatement
        || plan instanceof InsertIntoDir) {
      throw new InputException(
          name(location), "a command", "a query that only reads", "give a SELECT");
    }
    Iterator<LogicalPlan> children = plan.children().iterator();
    while (children.hasNext()) {
      requireQuery(location, children.next());
    }
  }
}
