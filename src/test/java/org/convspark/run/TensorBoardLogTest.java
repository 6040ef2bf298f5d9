package org.convspark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convspark.storage.Location;
import org.convspark.training.Epochs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.WireFormat;
import org.tensorflow.framework.Summary;

class TensorBoardLogTest {
  private static final double NOW = 1_700_000_000.25;
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli((long) (NOW * 1000)), ZoneOffset.UTC);

  @TempDir Path directory;

  /** An Event as read back, its fields by their numbers in event.proto. */
  private record Event(double wallTime, long step, String version, Map<String, Float> scalars) {}

  @Test
  void checksumsAreMaskedCrc32c() {
    // RFC 3720, B.4: the CRC-32C of 32 bytes of zeros is 8a9136aa.
    int turned = Integer.rotateRight(0x8a9136aa, 15);
    assertThat(EventFile.maskedCrc(new byte[32], 32)).isEqualTo(turned + 0xa282ead8);
  }

  @Test
  void beginsAsTheFilesOfTensorFlowDo() {
    byte[] bytes = EventFile.first(NOW);

    // Length 24 and its checksum, which every event file of TensorFlow begins with.
    assertThat(HexFormat.of().formatHex(bytes, 0, 12)).isEqualTo("1800000000000000a37f4b22");
    // Field 1, a double; field 3, text of 13 bytes.
    String event = "09" + "00001040fc54d941" + "1a0d" + "627261696e2e4576656e743a32";
    assertThat(HexFormat.of().formatHex(bytes, 12, 36)).isEqualTo(event);
    assertThat(bytes).hasSize(40);
  }

  @Test
  void readsBack() throws IOException {
    var log =
        new TensorBoardLog(
            Location.of(directory.toString(), new Configuration(false)), CLOCK, "host");
    log.epochCompleted(Epochs.whole(1, 0.5, 0.75, 0.25, 0.875), null);
    log.epochCompleted(Epochs.plain(300, 0.25, 1, 0.5), null);

    byte[] file = Files.readAllBytes(directory.resolve("events.out.tfevents.1700000000.host"));
    List<Event> events = parse(file);

    assertThat(events).hasSize(3);
    assertThat(events.get(0)).isEqualTo(new Event(NOW, 0, "brain.Event:2", Map.of()));
    assertThat(events.get(1))
        .isEqualTo(
            new Event(
                NOW,
                1,
                "",
                Map.of(
                    "loss", 0.5f,
                    "accuracy", 0.75f,
                    "val_loss", 0.25f,
                    "val_accuracy", 0.875f,
                    "learning_rate", 0.001f,
                    "images_per_second", 50f)));
    assertThat(events.get(2).step()).isEqualTo(300);
    assertThat(events.get(2).scalars())
        .containsOnlyKeys("loss", "accuracy", "learning_rate", "images_per_second");
  }

  private static List<Event> parse(byte[] file) throws IOException {
    List<Event> events = new ArrayList<>();
    ByteBuffer records = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (records.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      records.get(length);
      assertThat(records.getInt()).isEqualTo(EventFile.maskedCrc(length, length.length));
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      records.get(data);
      assertThat(records.getInt()).isEqualTo(EventFile.maskedCrc(data, data.length));
      events.add(event(data));
    }
    return events;
  }

  private static Event event(byte[] data) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(data);
    double wallTime = 0;
    long step = 0;
    String version = "";
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> wallTime = in.readDouble();
        case 2 -> step = in.readInt64();
        case 3 -> version = in.readString();
        case 5 ->
            Summary.parseFrom(in.readByteArray())
                .getValueList()
                .forEach(value -> scalars.put(value.getTag(), value.getSimpleValue()));
        default -> throw new AssertionError("field " + tag + " of " + Arrays.toString(data));
      }
    }
    return new Event(wallTime, step, version, scalars);
  }
}
