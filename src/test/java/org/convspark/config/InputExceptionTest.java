package org.convspark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class InputExceptionTest {
  /** As a library's may be. */
  private static final class Unserializable extends IOException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    final Object stream = new Object();

    Unserializable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static InputException crossed(InputException e) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(e);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (InputException) in.readObject();
    }
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void crossesWithItsPartsWhateverTheyHold() throws Exception {
    InputException arrived =
        crossed(new InputException("hdfs://a/b: c", "x, expected y", "1; 2", "do\nit"));

    assertThat(arrived.where()).isEqualTo("hdfs://a/b: c");
    assertThat(arrived.found()).isEqualTo("x, expected y");
    assertThat(arrived.expected()).isEqualTo("1; 2");
    assertThat(arrived.remedy()).isEqualTo("do\nit");
    assertThat(arrived)
        .hasMessage("hdfs://a/b: c: found x, expected y, expected 1; 2; do\nit")
        .hasNoCause();
  }

  @Test
  void crossesWithACauseThatCannot() throws Exception {
    Throwable root = new IllegalStateException("the root");
    InputException sent =
        new InputException("a", "b", "c", "d", new Unserializable("closed", root));
    sent.addSuppressed(new Unserializable("another", null));

    InputException arrived = crossed(sent);

    assertThat(arrived).hasMessage(sent.getMessage());
    assertThat(arrived.getCause()).hasToString(sent.getCause().toString()).hasMessage("closed");
    assertThat(arrived.getCause().getCause()).hasToString(root.toString());
    assertThat(stackTrace(arrived.getCause())).isEqualTo(stackTrace(sent.getCause()));
    assertThat(crossed(arrived).getCause()).hasToString(sent.getCause().toString());
  }
}
