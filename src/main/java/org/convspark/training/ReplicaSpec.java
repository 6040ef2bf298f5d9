package org.convspark.training;

import java.io.Serializable;
import org.convspark.data.ImageShape;

/**
 * All that an executor needs to build a network to train, sent once a run.
 *
 * @param run distinguishes runs that share an executor
 * @param configuration the network's ComputationGraphConfiguration as JSON
 * @param shape of the images
 * @param classes number of classes
 * @param batchSize examples in a full minibatch
 * @param accelerated whether oneDNN is to be used
 */
record ReplicaSpec(
    String run,
    String configuration,
    ImageShape shape,
    int classes,
    int batchSize,
    boolean accelerated)
    implements Serializable {}
