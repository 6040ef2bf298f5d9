package org.convspark.storage.text;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import java.io.File;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.storage.Expectation;
import org.convspark.storage.Location;
import org.convspark.storage.Reason;
import org.convspark.storage.Submission;

/**
 * Reads the user's configuration file: HOCON at any Hadoop path. It is untrusted: it can include
 * nothing, and see nothing of the environment.
 */
public final class SettingsFile {
  private static final int MAX_BYTES = 1 << 16;

  /** Each can be of others; 16 make no more than some hundred times the file, 40 a trillion. */
  private static final int MOST_SUBSTITUTIONS = 16;

  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{");
  private static final String EXPECTED = "a HOCON file of settings";

  private SettingsFile() {}

  /**
   * Reads and resolves the file.
   *
   * @param uri a Hadoop path; the file system comes from it
   * @throws InputException if it can't be read, isn't HOCON, is over 64 KiB, or asks for anything
   *     that isn't in it
   */
  public static Config read(String uri, Configuration hadoop) {
    Expectation expectation = new Expectation(uri, EXPECTED, "check the path of --config");
    byte[] bytes =
        Submission.file(uri, hadoop)
            .or(() -> Location.of(uri, hadoop, expectation).readAtMost(MAX_BYTES))
            .orElseThrow(
                () ->
                    new InputException(uri, "more than 64 KiB", EXPECTED, "name another --config"));
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setOriginDescription(uri).setIncluder(new NoIncludes(uri));
    String text = new String(bytes, StandardCharsets.UTF_8);
    long substitutions = SUBSTITUTION.matcher(text).results().count();
    if (substitutions > MOST_SUBSTITUTIONS) {
      throw new InputException(
          uri,
          substitutions + " substitutions",
          "at most " + MOST_SUBSTITUTIONS,
          "write the values themselves");
    }
    try {
      return ConfigFactory.parseString(text, options)
          .resolve(ConfigResolveOptions.noSystem().appendResolver(new NothingElse(uri, text)));
    } catch (ConfigException e) {
      throw new InputException(uri, Reason.of(e), EXPECTED, "mend that line", e);
    } catch (StackOverflowError e) {
      throw new InputException(uri, "groups nested too deeply", EXPECTED, "mend the file", e);
    }
  }

  /** Without the last three, HOCON itself would open what {@code url(...)} and so on name. */
  private record NoIncludes(String uri)
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw refused("file(" + what + ")");
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw refused("url(" + what + ")");
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw refused("classpath(" + what + ")");
    }

    private InputException refused(String what) {
      return new InputException(uri, "include " + what, "settings only", "copy them into the file");
    }
  }

  /** Where the file has no value for a substitution, even one that may be left out. */
  private record NothingElse(String uri, String text) implements ConfigResolver {
    @Override
    public ConfigValue lookup(String path) {
      throw new InputException(
          uri + line(path),
          "${" + path + "}, which the file has no value for",
          "only values that are in the file itself",
          "write the value; what is in the environment isn't read");
    }

    private String line(String path) {
      Matcher place = Pattern.compile("\\$\\{\\??\\s*" + Pattern.quote(path)).matcher(text);
      return place.find() ? ": " + text.substring(0, place.end()).lines().count() : "";
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
      return this;
    }
  }
}
