/** Spark ML's estimator and model, for programs of others. */
package org.convspark.ml;
