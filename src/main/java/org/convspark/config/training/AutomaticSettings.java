package org.convspark.config.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.convspark.config.Reference;
import org.convspark.config.Settings;

/**
 * Settings left to us, as they were decided when a run started. A run that goes on elsewhere must
 * not decide them anew: with another number of task slots they would come out otherwise.
 *
 * @param settings the settings, none of those automatic any more
 * @param decided what they were decided to be, by name of the option without its dashes
 */
public record AutomaticSettings(Settings settings, Map<String, String> decided) {
  private static final Map<String, Pattern> KEYS = new LinkedHashMap<>();

  static {
    Pattern count = Pattern.compile("[1-9]\\d{0,8}");
    KEYS.put("training.workers", count);
    KEYS.put("training.batch-size", count);
    KEYS.put("training.averaging-frequency", count);
    KEYS.put("optimizer.learning-rate", Pattern.compile("\\d+\\.\\d+(E-?\\d{1,3})?"));
  }

  /**
   * Takes over what was decided.
   *
   * @param asked the settings as they are given now
   * @param earlier all settings of the run that goes on, by name of the option without its dashes;
   *     one that it lacks stays automatic
   */
  public static AutomaticSettings of(Settings asked, Map<String, String> earlier) {
    Settings settings = asked;
    Map<String, String> decided = new LinkedHashMap<>();
    for (Map.Entry<String, Pattern> each : KEYS.entrySet()) {
      String key = each.getKey();
      String name = Reference.option(key).substring(2);
      String value = earlier.getOrDefault(name, "");
      if (TrainingConfig.isAuto(asked, key) && each.getValue().matcher(value).matches()) {
        settings = settings.with(key, value);
        decided.put(name, value);
      }
    }
    return new AutomaticSettings(settings, decided);
  }
}
