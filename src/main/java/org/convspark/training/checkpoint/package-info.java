/** Checkpoints: the state of a training, written to files and read back to resume from. */
package org.convspark.training.checkpoint;
