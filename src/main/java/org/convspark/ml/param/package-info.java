/** Params of estimator and model, by subject; most are settings of a training. */
package org.convspark.ml.param;
