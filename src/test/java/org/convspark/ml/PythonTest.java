package org.convspark.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import py4j.Gateway;
import py4j.Py4JException;
import py4j.ReturnObject;

/**
 * PySpark's gateway, as Python calls it: it finds methods by the names and the types of what Python
 * sends.
 */
final class PythonTest {
  private final Gateway gateway = new Gateway(this);

  @BeforeEach
  void start() {
    gateway.startup();
  }

  private Object call(Object target, String method, Object... arguments) throws Py4JException {
    String id = gateway.putNewObject(target);
    ReturnObject result = gateway.invoke(method, id, List.of(arguments));
    return result.getName() == null
        ? result.getPrimitiveObject()
        : gateway.getObject(result.getName());
  }

  @Test
  void anEstimatorIsMadeSetAndFitted() throws Exception {
    Dataset<Row> digits = DigitRows.of(20);
    Object made =
        gateway.getObject(gateway.invoke(ConvSparkClassifier.class.getName(), List.of()).getName());
    for (Object[] each :
        new Object[][] {
          {"setFeaturesCol", "binary"},
          {"setNetwork", "dense"},
          {"setEpochs", 1},
          {"setWorkers", 1},
          {"setBatchSize", 8},
          {"setLearningRate", 0.01},
          {"setAugment", false},
          {"setSeed", 3}
        }) {
      assertThat(call(made, (String) each[0], each[1])).isSameAs(made);
    }

    Object model = call(made, "fit", digits);
    assertThat(call(call(model, "transform", digits), "count")).isEqualTo(20L);
    Object history = call(call(model, "summary"), "history");
    assertThat(call(call(history, "get", 0), "loss")).isInstanceOf(Double.class);
  }
}
