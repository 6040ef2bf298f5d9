/** A saved model as a step of a Spark pipeline. For other programs. */
package org.convspark.ml;
