package org.convspark.storage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;

/**
 * Reads the user's configuration file: HOCON at any Hadoop path. It is untrusted: it can include
 * nothing, and see nothing of the environment.
 */
public final class SettingsFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final String EXPECTED = "a HOCON file of settings";

  private SettingsFile() {}

  /**
   * Reads and resolves the file.
   *
   * @param uri a Hadoop path; the file system comes from it
   * @throws InputException if it can't be read, isn't HOCON or is over 1 MiB
   */
  public static Config read(String uri, Configuration hadoop) {
    Expectation expectation = new Expectation(uri, EXPECTED, "check the path of --config");
    byte[] bytes =
        Location.of(uri, hadoop, expectation)
            .readAtMost(MAX_BYTES)
            .orElseThrow(
                () ->
                    new InputException(uri, "more than 1 MiB", EXPECTED, "name another --config"));
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setOriginDescription(uri).setIncluder(new NoIncludes(uri));
    try {
      return ConfigFactory.parseString(new String(bytes, StandardCharsets.UTF_8), options)
          .resolve(ConfigResolveOptions.noSystem());
    } catch (ConfigException e) {
      throw new InputException(uri, Reason.of(e), EXPECTED, "mend that line", e);
    } catch (StackOverflowError e) {
      throw new InputException(uri, "groups nested too deeply", EXPECTED, "mend the file", e);
    }
  }

  private record NoIncludes(String uri) implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw new InputException(uri, "include " + what, "settings only", "copy them into the file");
    }
  }
}
