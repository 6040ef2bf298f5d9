package org.convspark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.convspark.config.Redaction;
import org.convspark.config.Settings;
import org.convspark.config.Versions;
import org.convspark.data.DatasetInfo;
import org.convspark.model.ModelFile;
import org.convspark.model.ModelOrigin;
import org.convspark.storage.Location;
import org.convspark.storage.text.Json;

/**
 * Collects run.json: all that is needed to say where a model comes from and to make it again.
 * Secrets in it are masked: settings whose key names one, and what is secret in URIs. The versions
 * are added by this class.
 */
public final class Provenance {
  public static final String CONFIGURATION = ModelOrigin.CONFIGURATION;
  public static final String SETTINGS = "settings";
  public static final String VERSIONS = "versions";
  public static final String HOSTS = "hosts";
  public static final String SPARK_MASTER = "spark_master";
  public static final String APPLICATION_ID = "application_id";
  public static final String SEED = "seed";
  public static final String DATASET = ModelOrigin.DATASET;
  public static final String MODEL_SHA256 = ModelOrigin.MODEL_SHA256;
  public static final String INITIAL_MODEL_SHA256 = "initial_model_sha256";
  public static final String START = "start";
  public static final String END = "end";

  private final Map<String, Object> values = new LinkedHashMap<>();

  /** Begins the provenance of a run that starts now. */
  public static Provenance started(Instant now) {
    Provenance provenance = new Provenance();
    provenance.values.put(START, time(now));
    provenance.values.put(VERSIONS, Versions.collect());
    return provenance;
  }

  private Provenance() {}

  /**
   * Sets the effective configuration, whole under one key and what differs from the defaults under
   * another.
   *
   * @param settings with nothing left to be decided
   */
  public Provenance configuration(Settings settings) {
    values.put(SETTINGS, Redaction.redact(settings.changed()));
    return configuration(settings.config());
  }

  Provenance configuration(Config config) {
    values.put(CONFIGURATION, Redaction.redact(config.root().unwrapped()));
    return this;
  }

  /**
   * Sets where it ran.
   *
   * @param master Spark's master URL
   * @param application Spark's identifier of the application, by which a cluster keeps its logs
   * @param hosts of driver and executors, in any order
   */
  public Provenance cluster(String master, String application, Collection<String> hosts) {
    values.put(SPARK_MASTER, Redaction.text(master));
    values.put(APPLICATION_ID, application);
    values.put(HOSTS, new TreeSet<>(hosts));
    return this;
  }

  /** Sets the seed that everything random follows from. */
  public Provenance seed(long seed) {
    values.put(SEED, seed);
    return this;
  }

  /**
   * Sets what it was trained on: name, counts, shape and SHA-256 of the sources, as the dataset
   * says.
   */
  public Provenance dataset(DatasetInfo dataset) {
    values.put(DATASET, of(dataset));
    return this;
  }

  /** Returns what run.json says of a dataset. */
  public static JsonNode of(DatasetInfo dataset) {
    return Json.tree(dataset);
  }

  /** Sets the SHA-256 of the model that training started from. */
  public Provenance initialModel(String sha256) {
    values.put(INITIAL_MODEL_SHA256, sha256);
    return this;
  }

  /** Sets the SHA-256 of model.zip that {@link ModelFile#write} gave. */
  public Provenance model(String sha256) {
    values.put(MODEL_SHA256, sha256);
    return this;
  }

  /**
   * Writes run.json to the stream and leaves it open.
   *
   * @param now the end of the run
   */
  public void write(Instant now, OutputStream out) throws IOException {
    values.put(END, time(now));
    Json.write(values, out);
  }

  /** ISO-8601 in UTC, to the second. */
  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * Reads run.json of a run directory, with this class's constants as keys.
   *
   * @throws org.convspark.config.InputException if it is missing or isn't JSON
   */
  public static JsonNode read(Location run) {
    return Json.read(run.child(RunDirectory.PROVENANCE));
  }
}
