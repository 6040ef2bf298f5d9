/** A training state as a file. */
package org.convspark.training.checkpoint;
