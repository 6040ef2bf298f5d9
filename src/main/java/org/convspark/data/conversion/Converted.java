package org.convspark.data.conversion;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.List;
import org.convspark.config.InputException;
import org.convspark.data.Example;

/** What became of one image: an example, or the reason why it can't be one. */
@DefaultSerializer(JavaSerializer.class) // Kryo by itself fails at its fields.
final class Converted implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final Example example;
  private final InputException problem;
  private final List<String> remarks;

  private Converted(String name, Example example, InputException problem, List<String> remarks) {
    this.name = name;
    this.example = example;
    this.problem = problem;
    this.remarks = remarks;
  }

  static Converted to(String name, Example example, List<String> remarks) {
    return new Converted(name, example, null, remarks);
  }

  static Converted bad(String name, InputException problem) {
    return new Converted(name, null, problem, List.of());
  }

  String name() {
    return name;
  }

  /** Returns the example; null where the image is bad. */
  Example example() {
    return example;
  }

  /** Returns why the image can't be used; null where it can. */
  InputException problem() {
    return problem;
  }

  /** Returns what was seen while it was converted, for people. */
  List<String> remarks() {
    return remarks;
  }
}
