package org.convspark.ml.param;

import org.apache.spark.ml.param.Params;

/** An estimator or a model with settings of a training. */
public interface HasSettings extends Params {
  /** Returns the params of the settings. */
  SettingParams settings();
}
