package org.convspark.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.CRC32C;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.tensorflow.framework.Summary;

/**
 * The records of a TensorBoard event file: TFRecords, each an Event of <a
 * href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto">
 * event.proto</a>. ND4J ships the classes of its Summary, though not of Event, whose four fields
 * are written here.
 */
final class EventFile {
  private static final String VERSION = "brain.Event:2";

  // Field numbers of event.proto.
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;

  private static final int CRC_MASK = 0xa282ead8;

  private EventFile() {}

  /**
   * Returns the event that a file begins with, which says of which version it is.
   *
   * @param seconds time of the event, in seconds since 1970
   */
  static byte[] first(double seconds) {
    return record(
        event -> write(event, seconds, 0, () -> event.writeString(FILE_VERSION, VERSION)));
  }

  /**
   * Returns an event of scalars.
   *
   * @param seconds time of the event, in seconds since 1970
   * @param step the place on the horizontal axis
   * @param scalars values by tag
   */
  static byte[] scalars(double seconds, long step, Map<String, Double> scalars) {
    Summary.Builder summary = Summary.newBuilder();
    scalars.forEach(
        (tag, value) -> summary.addValueBuilder().setTag(tag).setSimpleValue(value.floatValue()));
    return record(
        event -> write(event, seconds, step, () -> event.writeMessage(SUMMARY, summary.build())));
  }

  private interface Writer {
    void write() throws IOException;
  }

  private interface EventWriter {
    void write(CodedOutputStream event) throws IOException;
  }

  private static void write(CodedOutputStream event, double seconds, long step, Writer content)
      throws IOException {
    event.writeDouble(WALL_TIME, seconds);
    if (step != 0) {
      event.writeInt64(STEP, step);
    }
    content.write();
  }

  private static byte[] record(EventWriter writer) {
    try {
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      CodedOutputStream event = CodedOutputStream.newInstance(data);
      writer.write(event);
      event.flush();
      return framed(data.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
  }

  /**
   * Returns data as a TFRecord: the length (8 bytes), its checksum (4), the data, its checksum (4),
   * all little endian.
   */
  static byte[] framed(byte[] data) {
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + data.length + 2 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(maskedCrc(record.array(), Long.BYTES));
    record.put(data);
    record.putInt(maskedCrc(data, data.length));
    return record.array();
  }

  /**
   * Returns the CRC-32C, turned and shifted as TFRecord wants it: checksums of checksums are weak.
   *
   * @param length how many bytes of {@code data} to sum, from the first
   */
  static int maskedCrc(byte[] data, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK;
  }
}
