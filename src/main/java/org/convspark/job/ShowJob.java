package org.convspark.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.convspark.cli.Terminal;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.report.ContactSheet;
import org.convspark.storage.OutputFile;
import org.convspark.storage.TaskErrors;

/** Shows the first images of a dataset and their classes, as the lecture looks at data first. */
final class ShowJob implements Job {
  private static final int MOST = 10_000;

  @Override
  public String name() {
    return "show";
  }

  @Override
  public String description() {
    return "Print the classes of a dataset's first images, and draw the images as PNG";
  }

  @Override
  public List<String> settings() {
    return Inputs.settings(
        "data",
        "show.n",
        "images.split",
        "out",
        "overwrite",
        "limit",
        "images.test-split",
        "training.seed");
  }

  @Override
  public void run(JobContext context) throws IOException {
    Settings settings = context.settings();
    settings.required("data");
    int n = settings.integer("show.n");
    if (n < 1 || n > MOST) {
      throw new UsageException("--n", n, "1 to " + MOST);
    }
    Split split = Inputs.split(context, Split.TRAIN);
    if (settings.optional("out").isEmpty()) {
      show(context, split, n);
      return;
    }
    String out = settings.required("out");
    try (OutputFile file = OutputFile.create(out, context.hadoop(), settings.flag("overwrite"))) {
      ContactSheet sheet = show(context, split, n);
      OutputStream stream = file.stream();
      sheet.write(stream);
      file.complete();
      context
          .terminal()
          .line(
              "Contact sheet: "
                  + out
                  + (sheet.labelled() ? "" : " (without labels: this machine has no fonts)"));
    }
  }

  private static ContactSheet show(JobContext context, Split split, int n) {
    ImageDataset dataset = Inputs.dataset(context, "data");
    DatasetInfo info = dataset.info();
    info.require(split);
    long most = ContactSheet.most(info.shape());
    if (Math.min(n, info.count(split)) > most) {
      throw new UsageException("--n", n, "at most " + most + " images of " + info.shape());
    }
    List<Example> first = first(dataset, split, n);
    if (first.size() < n) {
      info.requireCount(split, first.size());
    }
    int columns = (int) Math.ceil(Math.sqrt(first.size()));
    Terminal terminal = context.terminal();
    terminal.line(info.name() + ": " + info.contents());
    terminal.line("The first " + first.size() + " " + split.noun() + " images, in order of id:");
    labels(info, first, columns).forEach(terminal::line);
    return ContactSheet.of(first, info.shape(), columns, info::className);
  }

  private static List<Example> first(ImageDataset dataset, Split split, int n) {
    try {
      return dataset.examples(split).takeOrdered(n, new ById());
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
  }

  /** A line for each row of the sheet. */
  private static List<String> labels(DatasetInfo info, List<Example> examples, int columns) {
    int width = info.labels().stream().mapToInt(String::length).max().orElse(1);
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < examples.size(); from += columns) {
      StringBuilder line = new StringBuilder(" ");
      for (Example each : examples.subList(from, Math.min(examples.size(), from + columns))) {
        String name = info.className(each.label());
        line.append(' ').append(" ".repeat(width - name.length())).append(name);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static final class ById implements Comparator<Example>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Example a, Example b) {
      return Long.compare(a.id(), b.id());
    }
  }
}
